import { Controller, Get, Header, Param, Query, Res, StreamableFile } from '@nestjs/common';
import {
  idSchema,
  inspectionFilterSchema,
  inspectionQuerySchema,
  type Inspection,
  type InspectionFilter,
  type Principal,
} from '@sightline/contracts';
import { CurrentPrincipal, InputError, parsed, Roles } from '@sightline/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { toCsv } from './inspection-csv.js';
import { InspectionQueryService } from './inspection-query.service.js';
import { OverlayService } from './overlay.service.js';

const overlayQuerySchema = z.object({ frame: idSchema.optional() });

@Controller('v1')
@Roles('viewer')
export class InspectionController {
  constructor(
    private readonly inspections: InspectionQueryService,
    private readonly overlays: OverlayService,
  ) {}

  @Get('inspections')
  list(@Query(parsed(inspectionQuerySchema)) query: z.infer<typeof inspectionQuerySchema>) {
    return this.inspections.list(query);
  }

  @Get('inspections.csv')
  @Header('content-type', 'text/csv; charset=utf-8; header=present')
  @Header('content-disposition', 'attachment; filename="inspections.csv"')
  csv(@Query(parsed(inspectionFilterSchema)) filter: InspectionFilter): StreamableFile {
    return new StreamableFile(toCsv(this.inspections.all(filter)));
  }

  /** A camera may follow what became of its own frames. */
  @Get('inspections/:id')
  @Roles('viewer', 'camera')
  async get(@Param('id') id: string, @CurrentPrincipal() principal: Principal): Promise<Inspection> {
    const inspection = await this.inspections.get(id);
    if (principal.role === 'camera' && principal.cameras && !inspection.frames.some(({ camera }) => principal.cameras!.includes(camera)))
      throw new InputError({
        status: 403,
        code: 'camera-not-yours',
        detail: `The key "${principal.name}" is for ${principal.cameras.join(', ')}.`,
      });
    return inspection;
  }

  /** The frame with what was found drawn on it; the first frame unless `frame` names another one. */
  @Get('inspections/:id/overlay.png')
  async overlay(
    @Param('id') id: string,
    @Query(parsed(overlayQuerySchema)) { frame }: z.infer<typeof overlayQuerySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const inspection = await this.inspections.get(id);
    const png = await this.overlays.draw(inspection, frame);
    // A verdict never changes.
    reply.header('cache-control', inspection.verdict ? 'private, max-age=86400, immutable' : 'no-store');
    return new StreamableFile(png, { type: 'image/png', length: png.length });
  }
}
