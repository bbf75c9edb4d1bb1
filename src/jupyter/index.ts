export {
  canExecuteNotebooks,
  executeNotebook,
  type NotebookProgress,
  type NotebookRequest,
} from './executeNotebook.js';
