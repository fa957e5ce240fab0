import { Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Principal } from '@sightline/contracts';
import { CurrentPrincipal, Roles } from '@sightline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallerService, sessionLifetimeMs } from './caller.service.js';
import { hashSecret, newSessionToken } from './secret.js';
import { SessionRepository } from './session.repository.js';

const cookieName = 'sightline_session';
const cookiePattern = /(?:^|;\s*)sightline_session=([A-Za-z0-9_-]+)/;

/** A browser's login: the page hands over a key once and works with a cookie that scripts cannot read. */
@Controller('v1/session')
@Roles('viewer')
export class SessionController {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly callers: CallerService,
  ) {}

  @Post()
  async login(
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Principal> {
    const token = newSessionToken();
    await this.sessions.add(hashSecret(token), principal.id, sessionLifetimeMs);
    setCookie(request, reply, token, sessionLifetimeMs);
    return principal;
  }

  @Get()
  @Roles('viewer', 'camera')
  current(
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Principal {
    const token = tokenOf(request);
    // The end slides in the browser as it does here.
    if (token && !request.headers.authorization) setCookie(request, reply, token, sessionLifetimeMs);
    return principal;
  }

  @Delete()
  @HttpCode(204)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = tokenOf(request);
    if (token) {
      await this.sessions.remove(hashSecret(token));
      this.callers.forgetSession(token);
    }
    setCookie(request, reply, '', 0);
  }
}

const tokenOf = (request: FastifyRequest): string | undefined => cookiePattern.exec(request.headers.cookie ?? '')?.[1];

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, lifetimeMs: number): void {
  const secure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  reply.header(
    'set-cookie',
    `${cookieName}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${Math.floor(lifetimeMs / 1000)}${secure ? '; Secure' : ''}`,
  );
}
