export * from './event-bus.port.js';
export { eventsConfig } from './events.config.js';
export { EventsModule } from './events.module.js';
export { EventsStrategy } from './events.strategy.js';
export { OnEvent, type OnEventOptions } from './on-event.decorator.js';
export { PostgresLogBus, type PostgresLogBusOptions } from './postgres-log.bus.js';
export { PostgresOutbox } from './postgres.outbox.js';
