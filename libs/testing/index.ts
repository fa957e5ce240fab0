export * from './sightline.process.js';
export * from './service.fixture.js';
export * from './postgres.fixture.js';
export * from './typescript.process.js';
