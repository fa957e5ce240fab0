import { lockDataDirectory } from '@sightline/database';
import { EventsStrategy } from '@sightline/events';
import { bootstrap, httpConfig, readConfig } from '@sightline/platform';
import { DemoCamera } from './demo-camera.js';
import { StandaloneModule } from './standalone.module.js';
import { welcome } from './welcome.js';

/** Everything in this process, on one data directory that nobody else uses meanwhile. */
export async function startStandalone(): Promise<void> {
  await bootstrap('sightline', StandaloneModule, {
    eventsStrategy: EventsStrategy,
    before: async () => void (await lockDataDirectory(readConfig(httpConfig).SIGHTLINE_DATA_DIR)),
    listening: async (app, url) => {
      process.stdout.write(await welcome(url));
      app.get(DemoCamera).start(url);
    },
  });
}
