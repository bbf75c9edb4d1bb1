import { RetrievalError } from '../../errors.js';
import { hubFile } from './hubFile.js';
import { parseHubName, type HubName } from './hubName.js';

/** Where repositories keep an image encoder as ONNX, and what says how it sees pictures. */
const onnxFiles = ['onnx/vision_model.onnx', 'onnx/model.onnx', 'model.onnx'];
const onnxNotes = ['preprocessor_config.json', 'config.json'];
const weightFiles = ['model.safetensors', 'pytorch_model.bin'];

/**
 * The ONNX file of a model in the hub, with the files that say how it sees pictures beside it or in the folder above.
 * @param text `hf:owner/name`, with `@revision` and the path of a file where they are wanted
 * @throws RetrievalError as `hubFile`, and when the repository has no such file.
 */
export async function hubOnnxModel(text: string): Promise<string> {
  const hub = parseHubName(text);
  const model = await firstOf(hub, hub.file ? [hub.file] : onnxFiles, text);
  for (const notes of onnxNotes) await hubFile(hub, notes);
  return model;
}

/** The same for a file of weights: safetensors, or a PyTorch state. */
export async function hubWeights(text: string): Promise<string> {
  const hub = parseHubName(text);
  return firstOf(hub, hub.file ? [hub.file] : weightFiles, text);
}

async function firstOf(hub: HubName, files: readonly string[], text: string): Promise<string> {
  for (const file of files) {
    const path = await hubFile(hub, file);
    if (path !== undefined) return path;
  }
  throw new RetrievalError({
    what: 'The model in the hub has no such file',
    where: text,
    expected: files.join(' or '),
    found: 'none of them',
    fix: 'correct the name, or name the file behind it: hf:owner/name/path/to/file',
    kind: 'data',
  });
}
