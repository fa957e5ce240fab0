import { defineConfig, setting } from '@sightline/platform';
import { z } from 'zod';
import { describe as describeDefinitions } from './settings.js';
import { describeSettings } from './settings.text.js';

const definition = defineConfig('store', {
  SIGHTLINE_SIZE: setting(z.coerce.number().int().min(1).default(3), 'how many'),
  STORE_SECRET: setting(z.string().optional(), 'a secret'),
  STORE_URL: setting(z.string().optional(), 'an address'),
});

const listed = (environment: Record<string, string>) => describeDefinitions([definition], environment)[0]!.settings;

describe('describe', () => {
  it('lists defaults where nothing is set', () => {
    expect(listed({})).toMatchObject([
      { name: 'SIGHTLINE_SIZE', default: 3, value: 3, isSet: false, problem: null, description: 'how many' },
      { name: 'STORE_SECRET', default: null, value: null, isSet: false },
      { name: 'STORE_URL', default: null, value: null, isSet: false },
    ]);
  });

  it('shows no secret and no password in an address', () => {
    const settings = listed({ STORE_SECRET: 'hunter2', STORE_URL: 'postgres://user:hunter2@host/db?sslmode=require' });
    const text = JSON.stringify(settings) + describeSettings([{ owner: 'store', settings }]);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('@host/db?sslmode=require');
  });

  it('says why a value does not fit', () => {
    const [size] = listed({ SIGHTLINE_SIZE: 'many' });
    expect(size).toMatchObject({ value: null, isSet: true, problem: expect.stringContaining('number') });
  });
});
