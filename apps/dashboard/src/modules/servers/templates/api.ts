import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { data } from '../api/data.js';
import { TEMPLATES_KEY } from '../api/queries.js';
import type { RequestBody, Template } from '../api/types.js';

export type TemplateChange = RequestBody<'/api/templates/{template_id}', 'put'>;

export const templateQuery = (id: number) => queryOptions({ queryKey: [...TEMPLATES_KEY, id], queryFn: ({ signal }) => data<Template>(api.GET('/api/templates/{template_id}', { params: { path: { template_id: id } }, signal })) });

export const changeTemplate = (id: number, body: TemplateChange) => data<Template>(api.PUT('/api/templates/{template_id}', { params: { path: { template_id: id } }, body }));
