import { Controller, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  createEvent,
  defectDetected,
  frameCaptured,
  inspectionJudged,
  modelVersionPromoted,
  type EventOf,
  type SightlineEvent,
} from '@sightline/contracts';
import { Metrics, PermanentError } from '@sightline/platform';
import { EventBus, type RunningSubscription, type Subscription } from './event-bus.port.js';
import { EventsStrategy } from './events.strategy.js';
import { OnEvent } from './on-event.decorator.js';

/** A bus whose log is what was subscribed and published. */
class RecordingBus extends EventBus {
  readonly subscriptions: Subscription[] = [];
  readonly published: SightlineEvent[] = [];
  override init = async (): Promise<void> => undefined;
  override destroy = async (): Promise<void> => undefined;
  override publish = async (events: readonly SightlineEvent[]): Promise<void> => void this.published.push(...events);
  override subscribe = async (subscription: Subscription): Promise<RunningSubscription> => {
    this.subscriptions.push(subscription);
    return { stop: async () => undefined };
  };
  override lag = async () => [];
  override deadLetters = async () => ({ items: [], nextCursor: null });
  override replay = (): Promise<never> => Promise.reject(new Error('nothing is parked'));
}

const promotion = { model: 'm', alias: 'champion', version: 2, previousVersion: 1, by: 'me', at: '2026-01-01T00:00:00Z' };
const promoted = createEvent(modelVersionPromoted, { cause: ['x'], key: 'm', source: 'test', data: promotion });

@Controller()
class Promotions {
  static readonly seen: unknown[] = [];

  @OnEvent(modelVersionPromoted, { group: 'registry' })
  async handle(@Payload() event: EventOf<typeof modelVersionPromoted>): Promise<void> {
    Promotions.seen.push(event.data.version);
    if (event.data.version === 13) throw new PermanentError('unlucky', 'not this one');
  }
}

async function boot(...controllers: Type[]): Promise<{ bus: RecordingBus; close: () => Promise<void> }> {
  const bus = new RecordingBus();
  @Module({ controllers, providers: [{ provide: EventBus, useValue: bus }, Metrics, EventsStrategy] })
  class TestModule {}
  const app = await NestFactory.create(TestModule, new FastifyAdapter(), { logger: false, abortOnError: false });
  app.connectMicroservice({ strategy: app.get(EventsStrategy) }, { inheritAppConfig: true });
  try {
    await app.startAllMicroservices();
    await app.init();
  } catch (error) {
    await app.close();
    throw error;
  }
  return { bus, close: () => app.close() };
}

describe('EventsStrategy', () => {
  it('subscribes each handler for its own group and gives it checked events', async () => {
    const { bus, close } = await boot(Promotions);
    const [subscription] = bus.subscriptions;
    expect(subscription).toMatchObject({ group: 'registry', topics: [modelVersionPromoted.name] });
    await subscription!.handle(promoted, { attempt: 1 });
    expect(Promotions.seen).toEqual([2]);
    await expect(subscription!.handle({ ...promoted, data: { model: 3 } }, { attempt: 1 })).rejects.toMatchObject({
      code: 'invalid-event',
      canRetry: false,
    });
    await expect(subscription!.handle({ ...promoted, data: { ...promotion, version: 13 } }, { attempt: 1 })).rejects.toMatchObject({
      code: 'unlucky',
    });
    await close();
  });

  it('refuses to boot on a handler without a definition', async () => {
    @Controller()
    class Bare {
      @EventPattern(defectDetected.name)
      handle(_event: unknown): void {}
    }
    await expect(boot(Bare)).rejects.toThrow('names no event');
  });

  it('refuses to boot on two handlers of a group for one event', async () => {
    @Controller()
    class Twice {
      @OnEvent(inspectionJudged, { group: 'alerting' })
      first(): void {}
      @OnEvent(inspectionJudged, { group: 'alerting' })
      second(): void {}
    }
    await expect(boot(Twice)).rejects.toThrow('Two handlers');
  });

  it('announces no failed stage for an event without a frame', async () => {
    const { bus, close } = await boot(Promotions);
    await bus.subscriptions[0]!.onDeadLetter!(promoted, { code: 'x', message: 'y', attempts: 1 });
    await bus.subscriptions[0]!.onDeadLetter!(
      { ...promoted, type: frameCaptured.name, data: {} },
      { code: 'x', message: 'y', attempts: 1 },
    );
    expect(bus.published).toEqual([]);
    await close();
  });
});
