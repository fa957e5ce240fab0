import { Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { EventDefinition, EventOf } from '@sightline/contracts';
import { throwError } from 'rxjs';
import type { Subscription } from './event-bus.port.js';

export interface OnEventOptions extends Pick<Subscription, 'maxInFlight' | 'mode' | 'from' | 'retry'> {
  /** The consumer group: the service that the controller belongs to. Named, because one process may run the handlers of many services. */
  readonly group: string;
}

/** What a handler's metadata carries to the strategy. */
export interface EventHandlerExtras {
  readonly definition: EventDefinition;
  readonly options: OnEventOptions;
}

/** Gives the error back as it is: Nest's own filter would hide it from the consumer, who decides by it between retry and dead letter. */
@Catch()
class RethrowFilter implements ExceptionFilter {
  catch(error: unknown) {
    return throwError(() => error);
  }
}

type Handler<Definition extends EventDefinition> = (event: EventOf<Definition>, ...rest: never[]) => unknown;

/**
 * Handles the events of a topic for a group, in a method of a controller: `@OnEvent(frameCaptured, { group: 'preprocessing' })` on
 * `handle(@Payload() event: EventOf<typeof frameCaptured>)`; a method that takes another event does not compile.
 *
 * Resolving finishes the event. An OperationalError has it tried again with growing pauses, a PermanentError or InputError parks it, any
 * other error is tried a few times first. An event may come twice.
 */
export function OnEvent<Definition extends EventDefinition>(definition: Definition, options: OnEventOptions) {
  const decorate = EventPattern(`${options.group} ${definition.name}`, {
    definition,
    options,
  } satisfies EventHandlerExtras) as MethodDecorator;
  return <Method extends Handler<Definition>>(target: object, name: string | symbol, descriptor: TypedPropertyDescriptor<Method>): void => {
    decorate(target, name, descriptor);
    UseFilters(RethrowFilter)(target, name, descriptor);
  };
}
