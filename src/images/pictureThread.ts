import { serveWorks } from '../base/threads/serveWorks.js';
import { pictureWorks } from './pictureWorks.js';

serveWorks(pictureWorks);
