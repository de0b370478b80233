import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Scopes } from '@rumpus/auth';
import { z } from 'zod';
import { cleanQuerySchema, concurrencySchema, type JobDetailDto, jobDetailSchema, type JobKind, jobKindSchema, type JobPage, jobPageSchema, type JobQuery, jobQuerySchema, removedSchema } from './jobs.dto.js';
import { JobsService } from './jobs.service.js';

/** Background jobs of all modules: look, cancel, run again, pause. */
@ApiTags('jobs')
@Scopes('tasks.run')
@Controller('api/jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get()
  @ApiOperation({ operationId: 'listJobs', summary: 'Jobs, newest first, with counts per state' })
  @ApiResponse({ status: 200, standardSchema: jobPageSchema })
  list(@Query({ schema: jobQuerySchema }) query: JobQuery): Promise<JobPage> {
    return this.jobs.list(query);
  }

  @Delete()
  @ApiOperation({ operationId: 'cleanJobs', summary: 'Forget finished jobs, of one kind or all' })
  @ApiResponse({ status: 200, standardSchema: removedSchema })
  clean(@Query({ schema: cleanQuerySchema }) { name }: z.infer<typeof cleanQuerySchema>): Promise<{ removed: number }> {
    return this.jobs.clean(name);
  }

  @Get('kinds')
  @ApiOperation({ operationId: 'listJobKinds', summary: 'Every kind of job with its counts' })
  @ApiResponse({ status: 200, standardSchema: z.array(jobKindSchema) })
  kinds(): Promise<JobKind[]> {
    return this.jobs.kinds();
  }

  @Post('kinds/:name/pause')
  @HttpCode(200)
  @ApiOperation({ operationId: 'pauseJobKind', summary: 'Start no further job of this kind' })
  @ApiResponse({ status: 200, standardSchema: jobKindSchema })
  pause(@Param('name') name: string): Promise<JobKind> {
    return this.jobs.setPaused(name, true);
  }

  @Post('kinds/:name/resume')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeJobKind', summary: 'Start jobs of this kind again' })
  @ApiResponse({ status: 200, standardSchema: jobKindSchema })
  resume(@Param('name') name: string): Promise<JobKind> {
    return this.jobs.setPaused(name, false);
  }

  @Put('kinds/:name/concurrency')
  @ApiOperation({ operationId: 'setJobConcurrency', summary: 'How many jobs of this kind run at a time, until the next start' })
  @ApiResponse({ status: 200, standardSchema: jobKindSchema })
  concurrency(@Param('name') name: string, @Body({ schema: concurrencySchema }) { concurrency }: z.infer<typeof concurrencySchema>): Promise<JobKind> {
    return this.jobs.setConcurrency(name, concurrency);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getJob', summary: 'One job with its log' })
  @ApiResponse({ status: 200, standardSchema: jobDetailSchema })
  detail(@Param('id') id: string): Promise<JobDetailDto> {
    return this.jobs.detail(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelJob', summary: 'Take a waiting job out or stop a running one' })
  @ApiResponse({ status: 200, standardSchema: jobDetailSchema })
  cancel(@Param('id') id: string): Promise<JobDetailDto> {
    return this.jobs.cancel(id);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ operationId: 'retryJob', summary: 'Run a failed or cancelled job again' })
  @ApiResponse({ status: 200, standardSchema: jobDetailSchema })
  retry(@Param('id') id: string): Promise<JobDetailDto> {
    return this.jobs.retry(id);
  }
}
