/** Channels of the mock and a guide around now. */

const GROUPS = ['News', 'Sports', 'Films', 'Children', 'Music', 'Documentaries'];

export function makeGroups() {
  return GROUPS.map((name, index) => ({ id: index + 1, name, channel_count: 25 }));
}

export function makeChannels(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    uuid: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    name: `${GROUPS[index % GROUPS.length]} ${Math.floor(index / GROUPS.length) + 1}`,
    channel_number: index + 1,
    channel_group_id: (index % GROUPS.length) + 1,
    tvg_id: index % 7 === 6 ? null : `ch${index + 1}.example`,
    epg_data_id: index % 7 === 6 ? null : index + 1,
    logo_id: null,
    streams: index % 5 === 0 ? [index + 1, index + 1001] : [index + 1],
  }));
}

export function makeGuide(channels, now) {
  const half = 30 * 60_000;
  const first = Math.floor(now / half) * half - 2 * half;
  const programmes = [];
  for (const channel of channels) {
    if (channel.tvg_id === null) continue;
    let start = first;
    for (let number = 1; start < first + 50 * half; number += 1) {
      const end = start + (1 + ((channel.id + number) % 4)) * half;
      programmes.push({
        id: programmes.length + 1,
        start_time: new Date(start).toISOString(),
        end_time: new Date(end).toISOString(),
        title: `${channel.name}: part ${number}`,
        sub_title: number % 3 === 0 ? 'With a sub-title' : '',
        description: `What happens in part ${number}.`,
        tvg_id: channel.tvg_id,
      });
      start = end;
    }
  }
  return programmes;
}
