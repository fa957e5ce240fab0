import { shiftStart, spanStart } from './shift';

describe('shiftStart', () => {
  it.each([
    ['2026-11-21T06:00:00', '2026-11-21T06:00:00'],
    ['2026-11-21T13:59:59', '2026-11-21T06:00:00'],
    ['2026-11-21T14:30:00', '2026-11-21T14:00:00'],
    ['2026-11-21T23:10:00', '2026-11-21T22:00:00'],
    ['2026-11-01T03:10:00', '2026-10-31T22:00:00'],
  ])('at %s is %s', (now, start) => {
    expect(shiftStart(new Date(now))).toEqual(new Date(start));
  });
});

it('counts the last eight hours from a full minute', () => {
  expect(spanStart('8h', new Date('2026-11-21T12:34:56.789'))).toEqual(new Date('2026-11-21T04:34:00'));
});
