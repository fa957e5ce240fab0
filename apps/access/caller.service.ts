import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '@sightline/contracts';
import { Coalescer } from '@sightline/database';
import { KeyDirectory, logger } from '@sightline/platform';
import { LRUCache } from 'lru-cache';
import { KeyRepository, type KnownCaller } from './key.repository.js';
import { hashSecret } from './secret.js';
import { SessionRepository } from './session.repository.js';

const log = logger('access');
const sessionPrefix = 'session:';
/** Longer secrets are none of ours; hashing them would only cost time. */
const maxSecretLength = 256;
const writeUsesEveryMs = 60_000;

/** A session ends this long after its last use. */
export const sessionLifetimeMs = 12 * 3_600_000;

/**
 * Tells who calls. A secret that was seen before costs a look-up in memory; unknown ones share one query at a time, so that a
 * flood of wrong keys never becomes a flood of queries.
 */
@Injectable()
export class CallerService extends KeyDirectory implements OnModuleInit, OnApplicationShutdown {
  /** By secret. The short life bounds how long a key that another process revoked goes on working here. */
  private readonly known = new LRUCache<string, KnownCaller>({ max: 10_000, ttl: 30_000 });
  private readonly unknown = new LRUCache<string, true>({ max: 10_000, ttl: 2_000 });
  private readonly keyLookups = new Coalescer<Buffer, KnownCaller | undefined>(
    (hashes) => inOrder(hashes, (all) => this.keys.callersOfKeys(all)),
    { maxItems: 500 },
  );
  private readonly sessionLookups = new Coalescer<Buffer, KnownCaller | undefined>(
    (hashes) => inOrder(hashes, (all) => this.keys.callersOfSessions(all)),
    { maxItems: 500 },
  );
  private readonly keyUses = new Map<string, Date>();
  private readonly sessionUses = new Set<string>();
  private revocations = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly keys: KeyRepository,
    private readonly sessions: SessionRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.timer = setInterval(
      () => void this.writeUses().catch((error: unknown) => log.warn({ err: error }, 'cannot note when keys were used')),
      writeUsesEveryMs,
    ).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writeUses().catch(() => undefined);
  }

  /** @param secret a bearer key, or `session:<token>` */
  async authenticate(secret: string): Promise<Principal | null> {
    if (secret.length > maxSecretLength) return null;
    const caller = this.known.get(secret) ?? (await this.lookUp(secret));
    if (!caller || (caller.expiresAt !== null && caller.expiresAt <= Date.now())) return null;
    this.keyUses.set(caller.principal.id, new Date());
    if (secret.startsWith(sessionPrefix)) this.sessionUses.add(secret);
    return caller.principal;
  }

  /** Forgets everybody who calls with this key, at once. */
  forgetKey(keyId: string): void {
    this.revocations += 1;
    this.keyUses.delete(keyId);
    for (const [secret, { principal }] of this.known.entries()) if (principal.id === keyId) this.known.delete(secret);
  }

  forgetSession(token: string): void {
    this.revocations += 1;
    this.sessionUses.delete(sessionPrefix + token);
    this.known.delete(sessionPrefix + token);
  }

  private async lookUp(secret: string): Promise<KnownCaller | undefined> {
    if (this.unknown.has(secret)) return undefined;
    const isSession = secret.startsWith(sessionPrefix);
    const revocationsBefore = this.revocations;
    const caller = await (isSession
      ? this.sessionLookups.add(hashSecret(secret.slice(sessionPrefix.length)))
      : this.keyLookups.add(hashSecret(secret)));
    if (!caller) this.unknown.set(secret, true);
    // What was read before a revocation may be what was revoked.
    else if (revocationsBefore === this.revocations) this.known.set(secret, caller);
    return caller;
  }

  private async writeUses(): Promise<void> {
    const uses = [...this.keyUses].map(([id, at]) => ({ id, at }));
    const sessions = [...this.sessionUses];
    this.keyUses.clear();
    this.sessionUses.clear();
    if (uses.length) await this.keys.touch(uses);
    if (sessions.length)
      await this.sessions.extend(
        sessions.map((secret) => hashSecret(secret.slice(sessionPrefix.length))),
        sessionLifetimeMs,
      );
    await this.sessions.removeExpired();
  }
}

async function inOrder(
  hashes: Buffer[],
  find: (hashes: Buffer[]) => Promise<Map<string, KnownCaller>>,
): Promise<(KnownCaller | undefined)[]> {
  const found = await find(hashes);
  return hashes.map((hash) => found.get(hash.toString('hex')));
}
