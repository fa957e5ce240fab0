import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import type { SightlineEvent } from '@sightline/contracts';
import { Metrics, PermanentError } from '@sightline/platform';
import { lastValueFrom } from 'rxjs';
import { EventBus, type RunningSubscription } from './event-bus.port.js';
import type { EventHandlerExtras } from './on-event.decorator.js';
import { stageFailureOf } from './stage-failure.js';

/**
 * Carries events to `@OnEvent` handlers, through Nest's guards, pipes, interceptors and filters. Handlers are checked when it begins to
 * listen, which Nest does before it initialises modules, and get their first event once the whole application is up.
 */
@Injectable()
export class EventsStrategy extends Server implements CustomTransportStrategy, OnApplicationBootstrap {
  /** The consumer decides what follows an error: Nest need not log it too. */
  override readonly propagatesEventHandlerErrors = true;
  private listening = false;
  private bootstrapped = false;
  private running: RunningSubscription[] = [];
  private readonly duration;

  constructor(
    private readonly bus: EventBus,
    metrics: Metrics,
  ) {
    super();
    this.duration = metrics.histogram({
      name: 'sightline_event_handling_seconds',
      help: 'Time to handle an event',
      labelNames: ['group', 'topic', 'outcome'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    });
  }

  listen(callback: (error?: unknown) => void): void {
    this.listening = true;
    this.start().then(() => callback(), callback);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.bootstrapped = true;
    await this.start();
  }

  async close(): Promise<void> {
    await Promise.all(this.running.splice(0).map((subscription) => subscription.stop()));
  }

  on(): never {
    throw new Error('the event bus tells nothing of itself');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  private async start(): Promise<void> {
    if (!this.listening) return;
    this.check();
    if (this.bootstrapped && !this.running.length) await this.subscribeAll();
  }

  private check(): void {
    for (const [pattern, handler] of this.messageHandlers) {
      if (handler.next) throw new Error(`Two handlers want "${pattern}": a group handles a topic in one place`);
      const { definition } = (handler.extras ?? {}) as Partial<EventHandlerExtras>;
      if (!definition) throw new Error(`The handler of "${pattern}" names no event: use @OnEvent with a definition`);
    }
  }

  private async subscribeAll(): Promise<void> {
    this.running = await Promise.all(
      [...this.messageHandlers.values()].map((handler) => this.subscribe(handler, handler.extras as unknown as EventHandlerExtras)),
    );
  }

  private subscribe(
    handler: MessageHandler,
    { definition, options: { group, ...options } }: EventHandlerExtras,
  ): Promise<RunningSubscription> {
    return this.bus.subscribe({
      ...options,
      group,
      topics: [definition.name],
      handle: async (event) => {
        const stop = this.duration.startTimer({ group, topic: definition.name });
        try {
          const checked = definition.schema.safeParse(event.data);
          if (!checked.success) throw new PermanentError('invalid-event', `The event does not fit its schema: ${checked.error.message}`);
          await this.call(handler, { ...event, data: checked.data });
          stop({ outcome: 'done' });
        } catch (error) {
          stop({ outcome: 'failed' });
          throw error;
        }
      },
      onDeadLetter: async (event, reason) => {
        const failure = stageFailureOf(event, group, reason);
        if (failure) await this.bus.publish([failure]);
      },
    });
  }

  private async call(handler: MessageHandler, event: SightlineEvent): Promise<void> {
    const result: unknown = await handler(event, undefined);
    await lastValueFrom(this.transformToObservable(result), { defaultValue: undefined });
  }
}
