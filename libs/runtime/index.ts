export * from './model-runtime.port.js';
