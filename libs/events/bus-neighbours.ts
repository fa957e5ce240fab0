import type { BusConnection } from './bus-connection.js';

export const channel = 'sightline_bus';
/** Name of the connections by which processes know of each other. */
export const memberConnectionName = 'sightline-bus-member';

/**
 * Other processes on the same log. Notifying them costs a statement and makes commits wait for each other, so nobody is notified
 * while there is nobody.
 */
export class BusNeighbours {
  /** As of the last look. */
  present = false;
  private notifying: Promise<void> | undefined;
  private again = false;
  private what: '' | 'present' = '';

  constructor(private readonly connection: BusConnection) {}

  async look(): Promise<void> {
    const [row] = await this.connection.rows<[boolean]>({
      name: 'bus-neighbours',
      text: `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database() AND pid <> pg_backend_pid())`,
      values: [memberConnectionName],
    });
    this.present = row![0];
  }

  /**
   * Tells the others that there is something new; calls while a notification is under way share the next one.
   * @param what `present`: this process itself is new
   */
  notify(what: '' | 'present' = ''): void {
    if (!this.present) return;
    this.again = true;
    if (what) this.what = what;
    this.notifying ??= this.send();
  }

  private async send(): Promise<void> {
    while (this.again) {
      this.again = false;
      const { what } = this;
      this.what = '';
      // A notification that is lost costs the others one poll interval.
      await this.connection.rows({ text: `SELECT pg_notify('${channel}', '${what}')` }).catch(() => undefined);
    }
    this.notifying = undefined;
  }
}
