import { InspectionModule } from '@sightline/inspection';
import { ServiceFixture } from '@sightline/testing';

it('ends its event streams when it stops, and waits for no reader', async () => {
  const service = await ServiceFixture.start(InspectionModule);
  const answer = await service.call('/v1/events', { key: 'viewer' });
  const ended = (async () => {
    for await (const chunk of answer.body!) void chunk;
  })();
  await service.stop();
  await ended;
  await service.dispose();
});
