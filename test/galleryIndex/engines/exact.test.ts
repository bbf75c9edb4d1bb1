import { keepsItsPromises } from './contract.js';

keepsItsPromises('exact', { config: () => ({ kind: 'exact' }), thorough: {} });
