import { Controller, Get, Headers, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  frameImageQuerySchema,
  idSchema,
  postFramesQuerySchema,
  type Frame,
  type FramesAccepted,
  type Inspection,
  type Principal,
} from '@sightline/contracts';
import { CurrentPrincipal, InputError, parsed, Roles, type ConfigOf } from '@sightline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { FrameImageService } from './frame-image.service.js';
import { readImages } from './frame-upload.js';
import { ingestionConfig } from './ingestion.config.js';
import { IntakeService } from './intake.service.js';
import { OverloadGuard } from './overload.guard.js';
import { waitMsOf } from './prefer-wait.js';
import { UploadBudget } from './upload-budget.js';
import { VerdictWaiters } from './verdict-waiters.js';

@Controller('v1/frames')
export class FramesController {
  private readonly budget: UploadBudget;

  constructor(
    @Inject(ingestionConfig.token) private readonly config: ConfigOf<typeof ingestionConfig>,
    private readonly intake: IntakeService,
    private readonly overload: OverloadGuard,
    private readonly images: FrameImageService,
    private readonly verdicts: VerdictWaiters,
  ) {
    this.budget = new UploadBudget(config.SIGHTLINE_MAX_INTAKE_BYTES);
  }

  /** 202 once bytes and event are durable; with `Prefer: wait` 200 and the inspections if all were judged in time. */
  @Post()
  @Roles('operator', 'camera')
  async post(
    @Query(parsed(postFramesQuerySchema)) query: z.infer<typeof postFramesQuerySchema>,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FramesAccepted | { inspections: Inspection[] }> {
    this.overload.check();
    if (idempotencyKey && idempotencyKey.length > 200)
      throw new InputError({ status: 400, code: 'idempotency-key-invalid', detail: 'An Idempotency-Key has at most 200 characters.' });
    const origin = await this.intake.originOf(principal, query, idempotencyKey ?? null);
    const waitMs = waitMsOf(prefer);
    const share = this.budget.open();
    try {
      const images = await readImages(request, this.config.SIGHTLINE_MAX_FRAME_BYTES, share);
      const { accepted, repeated } = await this.intake.take(origin, images);
      share.release();
      const inspectionIds = [...new Set(accepted.frames.map((frame) => frame.inspectionId))];
      const judged = waitMs ? await this.verdicts.judgedWithin(waitMs, inspectionIds, repeated) : null;
      reply.status(judged ? 200 : 202).header('location', `/v1/inspections/${inspectionIds[0]}`);
      return judged ? { inspections: judged } : accepted;
    } finally {
      share.release();
    }
  }

  @Get(':id')
  @Roles('viewer')
  get(@Param('id', parsed(idSchema)) id: string): Promise<Frame> {
    return this.frameOf(id);
  }

  @Get(':id/image')
  @Roles('viewer')
  async image(
    @Param('id', parsed(idSchema)) id: string,
    @Query(parsed(frameImageQuerySchema)) { width }: { width?: number },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const frame = await this.frameOf(id);
    const etag = `"${frame.sha256.slice(0, 32)}-${width ?? 'original'}"`;
    reply.header('etag', etag).header('cache-control', 'private, max-age=31536000, immutable');
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    const image = width ? await this.images.thumbnail(frame, width) : await this.images.original(frame);
    return reply
      .header('content-type', width ? 'image/jpeg' : frame.mediaType)
      .header('x-content-type-options', 'nosniff')
      .send(image);
  }

  private async frameOf(id: string): Promise<Frame> {
    const frame = await this.intake.find(id);
    if (!frame) throw new InputError({ status: 404, code: 'frame-unknown', detail: `There is no frame ${id}.` });
    return frame;
  }
}
