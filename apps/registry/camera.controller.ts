import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { cameraInputSchema, nameSchema, pageQuerySchema, type Camera, type CameraInput, type Principal } from '@sightline/contracts';
import { CurrentPrincipal, InputError, parsed, Roles } from '@sightline/platform';
import type { z } from 'zod';
import { CameraService } from './camera.service.js';

@Controller('v1/cameras')
export class CameraController {
  constructor(private readonly cameras: CameraService) {}

  @Get()
  @Roles('viewer')
  list(@Query(parsed(pageQuerySchema)) page: z.infer<typeof pageQuerySchema>) {
    return this.cameras.list(page);
  }

  @Get(':id')
  @Roles('viewer', 'camera')
  get(@Param('id', parsed(nameSchema)) id: string, @CurrentPrincipal() principal: Principal): Promise<Camera> {
    if (principal.role === 'camera' && principal.cameras && !principal.cameras.includes(id))
      throw new InputError({
        status: 403,
        code: 'camera-not-yours',
        detail: `The key "${principal.name}" is for ${principal.cameras.join(', ')}.`,
      });
    return this.cameras.get(id);
  }

  @Put(':id')
  @Roles('engineer')
  put(
    @Param('id', parsed(nameSchema)) id: string,
    @Body(parsed(cameraInputSchema)) input: CameraInput,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<Camera> {
    return this.cameras.save(id, input, name);
  }

  @Delete(':id')
  @Roles('engineer')
  @HttpCode(204)
  remove(@Param('id', parsed(nameSchema)) id: string, @CurrentPrincipal() { name }: Principal): Promise<void> {
    return this.cameras.remove(id, name);
  }
}
