import { useTranslation } from 'react-i18next';
import { api } from '../../../../api/client.js';
import { CardList, type CardActions } from '../../parts/card-list.js';
import type { PlayerDetail } from '../players-api.js';

const actionsFor = (id: number): CardActions => ({
  add: (card) => api.POST('/api/arcade/players/{id}/cards', { params: { path: { id } }, body: { card } }),
  rename: ({ card }, name) => api.PATCH('/api/arcade/cards/{card}', { params: { path: { card } }, body: { name } }),
  remove: ({ card }) => api.DELETE('/api/arcade/cards/{card}', { params: { path: { card } } }),
});

/** The cards of a player, for those who run the network. */
export function PlayerCards({ player }: { player: PlayerDetail }) {
  const { t } = useTranslation('arcade');
  return <CardList cards={player.cards} actions={actionsFor(player.id)} empty={t('people.noCards')} addHint={t('card.numberHint')} removeText={t('people.removeCardText')} />;
}
