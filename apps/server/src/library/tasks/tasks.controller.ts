import { Body, Get, Param, Post } from '@nestjs/common';
import { Scopes } from '@rumpus/auth';
import { z } from 'zod';
import { Answers, RommController } from '../shared/api.js';
import { taskArguments, taskExecutionSchema, taskListSchema, taskStatusSchema, type TaskExecution, type TaskList, type TaskStatus } from './tasks.dto.js';
import { TasksService } from './tasks.service.js';

/** Background tasks, in RomM's shape (library-api spec §16). */
@RommController('tasks')
@Scopes('tasks.run')
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get()
  @Answers('listTasks', 'Tasks that exist', taskListSchema)
  list(): TaskList {
    return this.tasks.list();
  }

  @Get('status')
  @Answers('getTasksStatus', 'Tasks that wait, run or have ended', z.array(taskStatusSchema))
  status(): Promise<TaskStatus[]> {
    return this.tasks.status();
  }

  @Post('run/:name')
  @Answers('runTask', 'Run a task', taskExecutionSchema)
  run(@Param('name') name: string, @Body({ schema: taskArguments }) body: Record<string, unknown> | null | undefined): Promise<TaskExecution> {
    return this.tasks.run(name, body ?? {});
  }

  @Get(':id')
  @Answers('getTask', 'One task', taskStatusSchema)
  get(@Param('id') id: string): Promise<TaskStatus> {
    return this.tasks.get(id);
  }
}
