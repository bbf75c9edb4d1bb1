import { serveWorks } from '../base/threads/serveWorks.js';
import { augmentWorks } from './augmentWorks.js';

serveWorks(augmentWorks);
