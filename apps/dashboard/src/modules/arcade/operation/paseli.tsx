import { Alert, Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { ApiProblem } from '../../../api/problem.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { Panel } from '../../../components/page.js';
import { Problem, QueryView } from '../../../components/states.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone } from '../../../shell/notify.js';
import type { Card } from '../api.js';
import { grouped, isCardText } from '../me/card-number.js';
import { balancesQuery, transactionsQuery, type Arcade, type AuditLine, type Balance } from './api.js';

/** The electronic money of an arcade: who has how much, changes, and the log of all of them. */
export function Paseli({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const balances = useQuery(balancesQuery(arcade.id));
  const log = useQuery(transactionsQuery(arcade.id));
  return (
    <Stack gap="lg">
      {(!arcade.paseli_enabled || arcade.paseli_infinite) && (
        <Alert variant="light" icon={<IconInfoCircle size={20} aria-hidden />}>
          {t(arcade.paseli_enabled ? 'paseli.infinite' : 'paseli.disabled')}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Credit arcade={arcade} />
        <Panel title={t('paseli.balances')} padded={false}>
          <QueryView query={balances} isEmpty={(list) => list.length === 0} empty={<Text c="dimmed" p="md" pt={0}>{t('paseli.noBalances')}</Text>}>
            {(list) => <Balances balances={list} />}
          </QueryView>
        </Panel>
      </SimpleGrid>
      <Panel title={t('paseli.log')} padded={false}>
        <QueryView query={log} isEmpty={(list) => list.length === 0} empty={<Text c="dimmed" p="md" pt={0}>{t('paseli.noLog')}</Text>}>
          {(list) => <Transactions lines={list} />}
        </QueryView>
      </Panel>
    </Stack>
  );
}

function Credit({ arcade }: { arcade: Arcade }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { card: '', amount: 1000 as number | string },
    validate: { card: (value) => (isCardText(value) ? null : t('card.numberRule')), amount: (value) => (typeof value === 'number' && value !== 0 && Math.abs(value) <= 1_000_000 ? null : t('paseli.amountRule')) },
  });
  const credit = useMutation({
    mutationFn: ({ card, amount }: typeof form.values) => body(api.POST('/api/arcade/arcades/{id}/balances', { params: { path: { id: arcade.id } }, body: { card, amount: Number(amount) } })),
    onSuccess: async ({ balance }) => {
      form.reset();
      notifyDone(t('paseli.changed', { balance: format.number(balance) }));
      await Promise.all([client.invalidateQueries({ queryKey: balancesQuery(arcade.id).queryKey }), client.invalidateQueries({ queryKey: transactionsQuery(arcade.id).queryKey })]);
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem)) return;
      if (error.status === 404) form.setFieldError('card', t('claim.unknown'));
      if (error.status === 400) form.setFieldError('card', t('card.noNumber'));
      if (error.status === 409) form.setFieldError('amount', t('paseli.bounds'));
    },
  });
  const inField = Object.keys(form.errors).length > 0;
  return (
    <Panel title={t('paseli.credit')}>
      <form onSubmit={form.onSubmit((values) => credit.mutate(values))}>
        <Stack>
          {credit.isError && !inField && <Problem error={credit.error} compact />}
          <TextInput label={t('card.number')} description={t('paseli.cardHint')} required autoComplete="off" spellCheck={false} maxLength={32} {...form.getInputProps('card')} />
          <NumberInput label={t('paseli.amount')} description={t('paseli.amountHint')} required allowDecimal={false} step={100} max={1_000_000} min={-1_000_000} {...form.getInputProps('amount')} />
          <Group>
            <Button type="submit" loading={credit.isPending}>
              {t('paseli.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/** The number as it stands on the card; servers before this one gave the card's id alone. */
const printed = ({ number, card }: Card): string => grouped(number ?? card);

function Balances({ balances }: { balances: Balance[] }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const columns = useMemo(
    (): Column<Balance>[] => [
      {
        id: 'player',
        header: t('audit.player'),
        fixed: true,
        value: (line) => line.name,
        render: (line) => (
          <div translate="no">
            <Text fw={600} size="sm">
              {line.name === '' ? line.player : line.name}
            </Text>
            {line.cards.map((card) => (
              <Text key={card.card} size="xs" c="dimmed" className="mono">
                {printed(card)}
              </Text>
            ))}
          </div>
        ),
      },
      { id: 'balance', header: t('paseli.balance'), value: (line) => line.balance, render: (line) => format.number(line.balance) },
    ],
    [t, format],
  );
  return <DataTable rows={balances} columns={columns} rowId={(line) => String(line.player)} label={t('paseli.balances')} sortBy={{ id: 'balance', desc: true }} minWidth={360} pageSize={20} bare />;
}

const REASONS = { 'admin adjustment': 'admin', 'arcade operator adjustment': 'owner' } as const;

function Transactions({ lines }: { lines: AuditLine[] }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  const columns = useMemo((): Column<AuditLine>[] => {
    const fact = (line: AuditLine, key: string): unknown => (line.data as Record<string, unknown> | null)?.[key];
    const number = (line: AuditLine, key: string): number | null => (typeof fact(line, key) === 'number' ? (fact(line, key) as number) : null);
    const reasonOf = (line: AuditLine): string => [fact(line, 'reason'), fact(line, 'service')].find((one) => typeof one === 'string') ?? '';
    return [
      { id: 'at', header: t('audit.at'), fixed: true, value: (line) => line.id, render: (line) => <When at={line.at} /> },
      { id: 'player', header: t('audit.player'), value: (line) => line.player, render: (line) => <span translate="no">{line.player ?? '–'}</span> },
      {
        id: 'delta',
        header: t('paseli.change'),
        value: (line) => number(line, 'delta'),
        render: (line) => {
          const delta = number(line, 'delta');
          return delta === null ? '–' : <Text span fw={600}>{`${delta > 0 ? '+' : ''}${format.number(delta)}`}</Text>;
        },
      },
      { id: 'balance', header: t('paseli.after'), value: (line) => number(line, 'balance'), render: (line) => (number(line, 'balance') === null ? '–' : format.number(number(line, 'balance') ?? 0)) },
      {
        id: 'reason',
        header: t('paseli.reason'),
        value: reasonOf,
        render: (line) => {
          const known = REASONS[reasonOf(line) as keyof typeof REASONS];
          return known === undefined ? <span translate="no">{reasonOf(line)}</span> : t(`paseli.by.${known}`);
        },
      },
    ];
  }, [t, format]);
  return <DataTable rows={lines} columns={columns} rowId={(line) => String(line.id)} label={t('paseli.log')} minWidth={560} pageSize={20} bare />;
}
