import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.js';
import { Panel } from '../../../components/page.js';
import type { Card } from '../api.js';
import { CardList, type CardActions } from '../parts/card-list.js';

const ACTIONS: CardActions = {
  add: (card_number) => api.POST('/api/arcade/me/cards', { body: { card_number } }),
  rename: ({ card }, name) => api.PATCH('/api/arcade/me/cards/{card}', { params: { path: { card } }, body: { name } }),
  remove: ({ card }) => api.DELETE('/api/arcade/me/cards/{card}', { params: { path: { card } } }),
};

/** The player's cards: any of them brings up the same profiles at a cabinet. */
export function CardsPanel({ cards }: { cards: readonly Card[] }) {
  const { t } = useTranslation('arcade');
  return (
    <Panel title={t('card.title')}>
      <CardList cards={cards} actions={ACTIONS} empty={t('card.none')} addHint={t('card.addHint')} removeText={t(cards.length === 1 ? 'card.removeLast' : 'card.removeText')} />
    </Panel>
  );
}
