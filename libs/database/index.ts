export * from './coalescer.js';
export * from './data-directory-lock.js';
export * from './database-error.js';
export * from './database.config.js';
export * from './database.js';
export * from './database.module.js';
export * from './embedded-postgres.js';
export * from './migrations.js';
