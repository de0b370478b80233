import { BadRequestException, NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { DomainError, forbidden, invalid, notFound, tooMany, unauthenticated } from '@rumpus/errors';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';

import { inputError } from './input-error.js';
import { rommAnswer } from './romm-error.filter.js';

const body = (schema: z.ZodType, value: unknown) => {
  const result = schema['~standard'].validate(value) as { issues: z.core.$ZodIssue[] };
  return rommAnswer(inputError('body', result.issues, value))?.body;
};

describe('RomM error answers', () => {
  it('carries the message as detail and the status of its kind', () => {
    expect(rommAnswer(notFound("Rom with id '3' not found"))).toEqual({ status: 404, body: { detail: "Rom with id '3' not found" }, headers: {} });
    expect(rommAnswer(invalid('Invalid token'))).toMatchObject({ status: 400 });
    expect(rommAnswer(forbidden())).toEqual({ status: 403, body: { detail: 'Forbidden' }, headers: {} });
  });

  it('challenges strangers with Bearer, and a login without credentials with Basic', () => {
    expect(rommAnswer(unauthenticated())).toEqual({ status: 401, body: { detail: 'Not authenticated' }, headers: { 'WWW-Authenticate': 'Bearer' } });
    expect(rommAnswer(unauthenticated('Not authenticated', { code: 'basic' }))?.headers).toEqual({ 'WWW-Authenticate': 'Basic' });
  });

  it('answers a CSRF fault as plain text', () => {
    expect(rommAnswer(forbidden('CSRF token verification failed', { code: 'csrf' }))).toEqual({ status: 403, body: 'CSRF token verification failed', headers: {} });
  });

  it('says when to come back', () => {
    expect(rommAnswer(tooMany('Too many', 12.2))).toEqual({ status: 429, body: { detail: 'Too many' }, headers: { 'Retry-After': '13' } });
  });

  it('has no words for faults of ours', () => {
    expect(rommAnswer(new Error('secret path /etc'))).toBeUndefined();
    expect(rommAnswer(new DomainError('internal', 'x'))).toBeUndefined();
  });

  it('names unknown routes as RomM does', () => {
    expect(rommAnswer(new NotFoundException('Cannot GET /api/nope'))?.body).toEqual({ detail: 'Not Found' });
    expect(rommAnswer(new PayloadTooLargeException('too big'))).toMatchObject({ status: 413, body: { detail: 'too big' } });
  });

  it('lists broken fields in the 422 shape', () => {
    const schema = z.object({ name: z.string().min(1), scopes: z.array(z.string()).min(1), age: z.number().int().max(3), kind: z.enum(['a', 'b']) });
    expect(body(schema, { scopes: [], age: 7, kind: 'c' })).toEqual({
      detail: [
        { type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: { scopes: [], age: 7, kind: 'c' } },
        { type: 'too_short', loc: ['body', 'scopes'], msg: 'List should have at least 1 item after validation, not 0', input: [], ctx: { field_type: 'List', min_length: 1, actual_length: 0 } },
        { type: 'less_than_equal', loc: ['body', 'age'], msg: 'Input should be less than or equal to 3', input: 7, ctx: { le: 3 } },
        { type: 'enum', loc: ['body', 'kind'], msg: "Input should be 'a' or 'b'", input: 'c', ctx: { expected: "'a' or 'b'" } },
      ],
    });
    expect(body(schema, { name: '', scopes: ['x'], age: 1, kind: 'a' })).toEqual({
      detail: [{ type: 'string_too_short', loc: ['body', 'name'], msg: 'String should have at least 1 character', input: '', ctx: { min_length: 1 } }],
    });
  });

  it('sends no long input back', () => {
    const long = Array.from({ length: 1_000 }, () => 'x');
    expect(body(z.array(z.string()).max(1), long)).toMatchObject({ detail: [{ type: 'too_long', input: expect.stringMatching(/^\["x".{490,}…$/) }] });
  });

  it('answers a body that is no JSON with 422', () => {
    expect(rommAnswer(Object.assign(new SyntaxError('bad'), { type: 'entity.parse.failed', status: 400 }))).toMatchObject({ status: 422, body: { detail: [{ type: 'json_invalid' }] } });
    expect(rommAnswer(new BadRequestException('Bad', { cause: Object.assign(new SyntaxError('bad'), { type: 'entity.parse.failed', status: 400 }) }))).toMatchObject({ status: 422 });
  });
});
