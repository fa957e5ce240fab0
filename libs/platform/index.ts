export * from './errors.js';
export * from './directories.port.js';
