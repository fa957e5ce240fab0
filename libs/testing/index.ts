export * from './sightline.process.js';
export * from './service.fixture.js';
