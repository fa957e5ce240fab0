import { EventPattern } from '@nestjs/microservices';
import type { EventDefinition } from '@sightline/contracts';
import type { Subscription } from './event-bus.port.js';

export interface OnEventOptions extends Pick<Subscription, 'maxInFlight' | 'mode' | 'from' | 'retry'> {
  /** The consumer group: the service that the controller belongs to. */
  readonly group: string;
}

export interface EventHandlerExtras {
  readonly definition: EventDefinition;
  readonly options: OnEventOptions;
}

/** Handles the events of a topic for a group: `@OnEvent(frameCaptured, { group: 'preprocessing' })`. */
export const OnEvent = (definition: EventDefinition, options: OnEventOptions): MethodDecorator =>
  EventPattern(`${options.group} ${definition.name}`, { definition, options } satisfies EventHandlerExtras) as MethodDecorator;
