import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Principal, Role } from '@sightline/contracts';
import type { FastifyRequest } from 'fastify';
import { publicKey, rolesKey } from './access.decorators.js';
import { KeyDirectory } from './directories.port.js';
import { InputError } from './errors.js';

const rank: Record<Role, number> = { camera: 0, viewer: 1, operator: 2, engineer: 3, admin: 4 };
const sessionCookie = /(?:^|;\s*)sightline_session=([A-Za-z0-9_-]+)/;
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets in who holds a key or a session whose role suffices. Events carry no caller: their handlers are open. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KeyDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(publicKey, places)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { principal?: Principal }>();
    const principal = await this.identify(request);
    const roles = this.reflector.getAllAndOverride<{ least: Role; also: Role[] } | undefined>(rolesKey, places) ?? {
      least: 'admin',
      also: [],
    };
    if (rank[principal.role] < rank[roles.least] && !roles.also.includes(principal.role))
      throw new InputError({
        status: 403,
        code: 'role-insufficient',
        detail: `This call needs the role ${roles.least}; the key "${principal.name}" has ${principal.role}.`,
      });
    request.principal = principal;
    return true;
  }

  private async identify(request: FastifyRequest): Promise<Principal> {
    const { authorization, cookie } = request.headers;
    const bearer = authorization?.match(/^Bearer +(\S+)$/i)?.[1];
    const session = bearer ? undefined : cookie?.match(sessionCookie)?.[1];
    if (session && !safeMethods.has(request.method)) requireSameOrigin(request);
    const principal = bearer ? await this.keys.authenticate(bearer) : session ? await this.keys.authenticate(`session:${session}`) : null;
    if (principal) return principal;
    throw new InputError(
      bearer || session
        ? { status: 401, code: 'key-unknown', detail: 'The key or session is unknown, expired or revoked. Ask an admin for a new key.' }
        : {
            status: 401,
            code: 'key-missing',
            detail: 'Send "Authorization: Bearer <key>". The first start wrote an admin key to admin.key in the data directory.',
          },
    );
  }
}

/** A browser sends its cookie along with other sites' forms too: only the page's own requests may change anything. */
function requireSameOrigin({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const sameOrigin = site ? site === 'same-origin' : headers.origin !== undefined && URL.parse(headers.origin)?.host === headers.host;
  if (!sameOrigin)
    throw new InputError({
      status: 403,
      code: 'cross-site',
      detail: 'Calls with a session must come from the page itself; programs send a key instead.',
    });
}
