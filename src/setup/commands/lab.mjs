import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { workspace } from '../core/paths.mjs';
import { environmentPython } from '../core/pip.mjs';
import { runInForeground } from '../core/process.mjs';
import { setUp } from '../core/setUp.mjs';
import { allSteps, labStep } from '../steps/index.mjs';

/** JupyterLab with the TypeScript kernel, on this machine only. */
export const lab = {
  summary: 'JupyterLab with the TypeScript kernel, on 127.0.0.1 with a token',
  help: '  the options of jupyter lab, such as --no-browser or --port=9999',
  async run(args) {
    const { labVenv, root } = workspace;
    if (!(await setUp([...allSteps, labStep], { required: [labStep.name] }))) return 1;
    const python = environmentPython(labVenv);
    return runInForeground(python, ['-m', 'jupyterlab', ...labOptions(), ...args], {
      cwd: root,
      env: labEnvironment(),
    });
  },
};

function labOptions() {
  return [
    '--ip=127.0.0.1',
    `--config=${join(workspace.source, 'report', 'notebook', 'lab', 'jupyter_server_config.py')}`,
    `--ServerApp.root_dir=${workspace.notebooks}`,
    '--KernelSpecManager.ensure_native_kernel=False',
    "--KernelSpecManager.allowed_kernelspecs={'tslab'}",
    '--MappingKernelManager.default_kernel_name=tslab',
    // The other kind of extension manager asks the network at every start.
    '--LabApp.extension_manager=readonly',
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ];
}

/** Everything that Jupyter writes stays below `.lab`; the kernel is started by this very Node. */
function labEnvironment() {
  const { jupyter, lab: folder } = workspace;
  const places = {
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    IPYTHONDIR: join(folder, 'ipython'),
    JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
  };
  for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
  // No announcements: they are fetched from the network.
  const disabledExtensions = { '@jupyterlab/apputils-extension:announcements': true };
  const labConfig = join(places.JUPYTER_CONFIG_DIR, 'labconfig');
  mkdirSync(labConfig, { recursive: true });
  writeFileSync(join(labConfig, 'page_config.json'), JSON.stringify({ disabledExtensions }));
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  return { ...places, JUPYTER_PATH: jupyter, PATH: path };
}
