export * from './file-object-store.js';
export * from './object-store.port.js';
export * from './storage.module.js';
