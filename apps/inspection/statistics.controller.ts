import { Controller, Get, Query } from '@nestjs/common';
import { statisticsQuerySchema, type Statistics } from '@sightline/contracts';
import { InputError, parsed, Roles } from '@sightline/platform';
import type { z } from 'zod';
import { StatisticsRepository } from './statistics.repository.js';

const dayMs = 86_400_000;

@Controller('v1/statistics')
@Roles('viewer')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsRepository) {}

  /** By the time of arrival; the last 24 hours unless a range is given. */
  @Get()
  async get(@Query(parsed(statisticsQuerySchema)) query: z.infer<typeof statisticsQuerySchema>): Promise<Statistics> {
    const to = query.to ?? new Date().toISOString();
    const from = query.from ?? new Date(Date.parse(to) - dayMs).toISOString();
    if (Date.parse(from) > Date.parse(to)) throw new InputError({ status: 400, code: 'range-empty', detail: '"from" is later than "to".' });
    const filter = { from, to, line: query.line, camera: query.camera };
    const [total, pareto, groups] = await Promise.all([
      this.statistics.total(filter),
      this.statistics.pareto(filter),
      query.groupBy.length ? this.statistics.groups(filter, [...new Set(query.groupBy)]) : [],
    ]);
    return { from, to, ...total, pareto, groups };
  }
}
