export { openTrainingLog, type TrainingLog } from './trainingLog.js';
