/* The core rules of a night as one would write them in C: a peer to measure the kernel against.
 *
 * The algorithm is the kernel's: a calendar of buckets for what is known at the start, a binary heap
 * for the rest, Philox4x32-10 by key, integer milliseconds. The rules are the core alone: windows,
 * channels, magazines, reload, interval, one unit of a command node on a threat (and two nodes),
 * perfect look, area defence, soft kill, own failure, night effect. `tables.h` is written by
 * c_twin.py from the kernel's own tables: struct plan, struct raid, struct out; column `units_node`
 * with its length `n_units_node`.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tables.h"

enum { THREAT, LOSS, SHOT, MEETING, NIGHT };
enum { SHOT_DOWN, SOFT_KILLED, FELL, HIT };
enum { CHANNEL_FREE = 3, RELOADED, ENTRY, DECISION };
enum { N_CLASSES = 5, N_OUTCOMES = 4, N_GROUPS = 4, DECOY = 1, MOST_MEETINGS = 1 << 12 };
#define NEVER (((int64_t)1 << 62) - 1)
#define TWO_PI 6.283185307179586
#define NOWHERE_M 1e12

struct threat {
    int64_t variant, launch_ms, end_ms, end_outcome, dead_ms, by, item_start;
    double speed_m_ms, ms_per_m, end_s_m;
    int64_t served_by[2]; /* command nodes, -1 for none */
};
struct item { /* a window of a threat's route, or a pass through an area defence */
    int64_t key, next, threat, ref, out_ms, open, shots;
    double s_m, accept, kill;
};
struct event { int64_t key, ref; };
struct unit { int64_t busy, reloading, next_launch_ms, open, is_pending; };
struct area { int64_t start, head, busy; };
struct night {
    const struct plan *plan;
    const struct raid *raid;
    struct threat *threats;
    struct item *items;
    struct unit *units;
    struct area *areas;
    struct event *heap;
    int64_t *bucket, *pending, *ready, *stock, *team_free_ms;
    int64_t n_buckets, shift, next_bucket, at_hand, n_heap, n_pending, replication;
    double hard[N_GROUPS], soft[N_GROUPS], (*area_p_kill)[N_CLASSES];
    int32_t *fired, *meetings;
};

/* --- draws --- */

static void uniforms(double u[4], const uint64_t key[2], int64_t replication, int64_t stream,
                     int64_t draw, int64_t ordinal, int64_t hash) {
    uint32_t c0 = replication, c1 = stream << 27 | draw, c2 = ordinal, c3 = hash;
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53 * c0, p1 = (uint64_t)0xCD9E8D57 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    u[0] = (c0 + 0.5) * 0x1p-32;
    u[1] = (c1 + 0.5) * 0x1p-32;
    u[2] = (c2 + 0.5) * 0x1p-32;
    u[3] = (c3 + 0.5) * 0x1p-32;
}

static int64_t class_group(int64_t weapon_class) { return weapon_class > 0 ? weapon_class - 1 : 0; }
static int64_t milliseconds(double value) { return (int64_t)rint(value); }
static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }
static int64_t reach_ms(const struct threat *t, double s_m) {
    return t->launch_ms + milliseconds(s_m * t->ms_per_m);
}
static int is_over(const struct threat *t, int64_t now) { return t->dead_ms <= now || t->end_ms <= now; }

static double tonight(double p, double multiplier) {
    if (p >= 1.0 || p <= 0.0 || multiplier == 1.0) return p;
    return -expm1(multiplier * log1p(-p));
}

static void draw_night(struct night *n) {
    const struct plan *p = n->plan;
    double rho = p->night_correlation[0], u[4];
    for (int g = 0; g < N_GROUPS; g++) {
        uniforms(u, p->night_key, n->replication, NIGHT, 0, g, 0);
        double z_hard = sqrt(-2.0 * log(u[0])) * cos(TWO_PI * u[1]);
        double z_own = sqrt(-2.0 * log(u[2])) * cos(TWO_PI * u[3]);
        double z_soft = rho * z_hard + sqrt(1.0 - rho * rho) * z_own, sigma = p->night_sigma[g];
        n->hard[g] = p->night_hard[g] * exp(sigma * z_hard - 0.5 * sigma * sigma);
        n->soft[g] = p->night_soft[g] * exp(sigma * z_soft - 0.5 * sigma * sigma);
    }
    for (int64_t a = 0; a < p->n_areas_teams; a++)
        for (int c = 0; c < N_CLASSES; c++)
            n->area_p_kill[a][c] = tonight(p->areas_p_kill[a * N_CLASSES + c], n->hard[class_group(c)]);
}

static void draw_flight(struct night *n, struct threat *t, int64_t g, int64_t ordinal) {
    const struct plan *p = n->plan;
    double u[4];
    uniforms(u, p->groups_key + 2 * g, n->replication, THREAT, 0, ordinal, 0);
    int64_t first = p->groups_pair_start[g];
    double column = u[0] * (p->groups_pair_start[g + 1] - first);
    int64_t pair = (int64_t)column;
    if (column - pair >= p->groups_pair_keep[first + pair]) pair = p->groups_pair_alias[first + pair];
    int64_t offset = n->replication % p->variants[1] * p->variants[0] + (int64_t)(u[1] * p->variants[0]);
    t->variant = p->groups_pair_variant[first + pair] + offset;
    double span = p->groups_last_ms[g] - p->groups_first_ms[g];
    double planned = p->groups_first_ms[g] + span * ((ordinal + 0.5) / n->raid->count[g]);
    t->launch_ms = later(0, milliseconds(planned + p->groups_jitter_ms[g] * (2.0 * u[2] - 1.0)));
    double factor = 1.0 + p->groups_speed_spread[g] * (2.0 * u[3] - 1.0);
    t->speed_m_ms = p->groups_speed_m_s[g] * factor / 1000.0;
    t->ms_per_m = 1.0 / t->speed_m_ms;
}

static double soft_kill_at(const struct plan *p, int64_t variant, double target) {
    int64_t first = p->routes_break_start[variant], last = p->routes_break_start[variant + 1];
    const double *hazard = p->breaks_hazard, *s_m = p->breaks_s_m;
    if (last <= first || hazard[last - 1] < target) return -1.0;
    int64_t k = first + 1;
    while (hazard[k] < target) k++;
    double step = (target - hazard[k - 1]) / (hazard[k] - hazard[k - 1]);
    return s_m[k - 1] + step * (s_m[k] - s_m[k - 1]);
}

static void draw_end(struct night *n, struct threat *t, int64_t g, int64_t ordinal) {
    const struct plan *p = n->plan;
    double u[4], length = p->routes_length_m[t->variant];
    int64_t weapon_class = p->groups_weapon_class[g];
    uniforms(u, p->groups_key + 2 * g, n->replication, LOSS, 0, ordinal, 0);
    t->end_s_m = length;
    t->end_ms = reach_ms(t, length);
    t->end_outcome = weapon_class == DECOY ? FELL : HIT;
    if (u[1] < p->groups_p_own_failure[g] && reach_ms(t, u[2] * length) <= t->end_ms) {
        t->end_s_m = u[2] * length;
        t->end_ms = reach_ms(t, t->end_s_m);
        t->end_outcome = FELL;
    }
    double m = n->soft[class_group(weapon_class)];
    double s = m > 0.0 ? soft_kill_at(p, t->variant, -log(u[0]) / m) : -1.0;
    if (s >= 0.0 && reach_ms(t, s) <= t->end_ms) {
        t->end_s_m = s;
        t->end_ms = reach_ms(t, s);
        t->end_outcome = SOFT_KILLED;
    }
    t->dead_ms = NEVER;
    t->by = t->served_by[0] = t->served_by[1] = -1;
}

/* --- order of events --- */

static int64_t pack(int64_t time_ms, int64_t kind, int64_t unit, int64_t threat) {
    return time_ms << 33 | kind << 30 | unit << 18 | threat;
}

static void push(struct night *n, int64_t key, int64_t ref) {
    int64_t hole = n->n_heap++;
    while (hole > 0 && n->heap[(hole - 1) >> 1].key > key) {
        n->heap[hole] = n->heap[(hole - 1) >> 1];
        hole = (hole - 1) >> 1;
    }
    n->heap[hole] = (struct event){key, ref};
}

static int64_t pop(struct night *n) {
    int64_t taken = n->heap[0].ref, size = --n->n_heap, hole = 0, child;
    struct event last = n->heap[size];
    while ((child = 2 * hole + 1) < size) {
        if (child + 1 < size && n->heap[child + 1].key < n->heap[child].key) child++;
        if (n->heap[child].key >= last.key) break;
        n->heap[hole] = n->heap[child];
        hole = child;
    }
    n->heap[hole] = last;
    return taken;
}

static void schedule(struct night *n, int64_t item) {
    int64_t b = n->items[item].key >> 33 >> n->shift;
    if (b >= n->n_buckets) b = n->n_buckets - 1;
    if (b < n->next_bucket) {
        push(n, n->items[item].key, item);
        return;
    }
    n->items[item].next = n->bucket[b];
    n->bucket[b] = item;
}

static int64_t sorted(struct item *items, int64_t todo) { /* insertion: a bucket holds few */
    int64_t head = -1;
    while (todo >= 0) {
        int64_t rest = items[todo].next, *link = &head;
        while (*link >= 0 && items[*link].key < items[todo].key) link = &items[*link].next;
        items[todo].next = *link;
        *link = todo;
        todo = rest;
    }
    return head;
}

static int64_t calendar_head(struct night *n) {
    while (n->at_hand < 0 && n->next_bucket < n->n_buckets) n->at_hand = sorted(n->items, n->bucket[n->next_bucket++]);
    return n->at_hand;
}

static void request(struct night *n, int64_t unit) {
    if (n->units[unit].is_pending) return;
    n->units[unit].is_pending = 1;
    n->pending[n->n_pending++] = unit;
}

static int64_t first_pending(const struct night *n) {
    int64_t best = -1;
    for (int64_t place = 0; place < n->n_pending; place++)
        if (best < 0 || n->pending[place] < n->pending[best]) best = place;
    return best;
}

/* --- what a threat meets --- */

static int64_t earliest_launch_ms(const struct plan *p, const struct threat *t, int64_t w) {
    int64_t weapon = p->windows_weapon[w];
    double s_in = p->windows_s_in_m[w], d = p->windows_d_closest_m[w], speed = p->weapons_speed_m_s[weapon];
    double k = t->speed_m_ms * 1000.0 / speed, s_closest = p->windows_s_closest_m[w], x_in = s_in - s_closest;
    double slant = sqrt(d * d + x_in * x_in);
    if (k * x_in > slant) return NEVER; /* it draws away faster than a round flies */
    double s = s_closest + (x_in - k * slant);
    return reach_ms(t, s > 0.0 ? s : 0.0);
}

/* The first x_i with x_i - x = k sqrt(d^2 + x_i^2): where a round that leaves now meets the threat. */
double intercept_place_m(double x, double d, double k) {
    double rest = 1.0 - k * k, square = x * x + rest * (d * d), x_i = NOWHERE_M;
    if (x < 0.0 && square >= 0.0) x_i = (x * x - k * k * (d * d)) / (x - k * sqrt(square));
    if (x >= 0.0 && rest > 0.0) x_i = (x + k * sqrt(square)) / rest;
    return x_i < NOWHERE_M ? x_i : NOWHERE_M;
}

static void schedule_meeting(struct night *n, int64_t item) {
    const struct plan *p = n->plan;
    struct item *i = n->items + item;
    struct threat *t = n->threats + i->threat;
    int64_t area = p->passes_area[i->ref], draw = p->passes_number[i->ref] << 12 | i->shots;
    const uint64_t *key = p->groups_key + 2 * n->raid->group[i->threat];
    double u[4];
    uniforms(u, key, n->replication, MEETING, draw, n->raid->ordinal[i->threat], p->areas_hash[area]);
    i->s_m += -log(u[0]) / p->areas_rate_per_m[area];
    if (i->s_m > p->passes_s_out_m[i->ref]) return;
    int64_t time = reach_ms(t, i->s_m);
    if (time >= t->end_ms) return;
    i->accept = u[1];
    i->kill = u[2];
    i->key = pack(time, ENTRY, p->n_units_channels + area, i->threat);
    schedule(n, item);
}

static int64_t schedule_items(struct night *n, int64_t j, int64_t item) {
    const struct plan *p = n->plan;
    struct threat *t = n->threats + j;
    int64_t detected = reach_ms(t, p->routes_detect_m[t->variant]), v = t->variant;
    t->item_start = item;
    for (int64_t w = p->routes_window_start[v]; w < p->routes_window_start[v + 1]; w++, item++) {
        int64_t unit = p->weapons_unit[p->windows_weapon[w]], out = reach_ms(t, p->windows_s_out_m[w]);
        int64_t entry = later(detected + p->units_reaction_ms[unit], earliest_launch_ms(p, t, w));
        struct item *i = n->items + item;
        i->threat = j, i->ref = w, i->out_ms = out, i->open = 0, i->shots = 0;
        if (entry > out || entry >= t->end_ms) continue;
        i->key = pack(entry, ENTRY, unit, j);
        schedule(n, item);
    }
    for (int64_t pass = p->routes_pass_start[v]; pass < p->routes_pass_start[v + 1]; pass++, item++) {
        struct item *i = n->items + item;
        i->threat = j, i->ref = pass, i->open = 0, i->shots = 0, i->s_m = p->passes_s_in_m[pass];
        schedule_meeting(n, item);
    }
    return item;
}

/* --- fire units --- */

static int64_t weapon_of(const struct night *n, int64_t item) { return n->plan->windows_weapon[n->items[item].ref]; }
static int64_t unit_of(const struct night *n, int64_t item) { return n->plan->weapons_unit[weapon_of(n, item)]; }

static int64_t intercept_ms(const struct night *n, int64_t item, int64_t now) {
    const struct plan *p = n->plan;
    const struct threat *t = n->threats + n->items[item].threat;
    int64_t w = n->items[item].ref, weapon = p->windows_weapon[w];
    double s_closest = p->windows_s_closest_m[w], s_in = p->windows_s_in_m[w];
    double x = (now - t->launch_ms) * t->speed_m_ms - s_closest;
    double k = t->speed_m_ms * 1000.0 / p->weapons_speed_m_s[weapon];
    double s = s_closest + intercept_place_m(x, p->windows_d_closest_m[w], k);
    return reach_ms(t, s > s_in ? s : s_in);
}

static int can_engage(const struct night *n, int64_t item) {
    const struct threat *t = n->threats + n->items[item].threat;
    int64_t weapon = weapon_of(n, item), node = n->plan->units_node[n->plan->weapons_unit[weapon]];
    if (n->ready[n->plan->weapons_magazine[weapon]] <= 0) return 0;
    if (t->served_by[0] == node || t->served_by[1] == node) return 0;
    return t->served_by[0] < 0 || t->served_by[1] < 0;
}

static int64_t choose(struct night *n, int64_t unit, int64_t now) {
    int64_t best = -1, best_rank = 0, *link = &n->units[unit].open;
    while (*link >= 0) {
        int64_t item = *link;
        struct item *i = n->items + item, *b = n->items + best;
        if (is_over(n->threats + i->threat, now) || intercept_ms(n, item, now) > i->out_ms) {
            i->open = 0;
            *link = i->next;
            continue;
        }
        link = &i->next;
        if (!can_engage(n, item)) continue;
        int64_t rank = n->plan->weapons_priority[weapon_of(n, item)];
        int better = best < 0 || rank < best_rank;
        if (!better && rank == best_rank) {
            better = i->out_ms < b->out_ms;
            if (i->out_ms == b->out_ms) better = i->threat < b->threat || (i->threat == b->threat && item < best);
        }
        if (better) best = item, best_rank = rank;
    }
    return best;
}

static int64_t first_of_unit(const struct night *n, int64_t item) {
    int64_t unit = unit_of(n, item), start = n->threats[n->items[item].threat].item_start;
    while (item > start && unit_of(n, item - 1) == unit) item--;
    return item;
}

static int64_t shoot(struct night *n, int64_t item, int64_t counter, int64_t now) {
    const struct plan *p = n->plan;
    int64_t j = n->items[item].threat, weapon = weapon_of(n, item), unit = p->weapons_unit[weapon];
    struct threat *t = n->threats + j;
    int64_t intercept = intercept_ms(n, item, now), draw = n->items[counter].shots++;
    double u[4], kill = tonight(p->weapons_p_kill[weapon], n->hard[class_group(p->weapons_weapon_class[weapon])]);
    const uint64_t *key = p->groups_key + 2 * n->raid->group[j];
    uniforms(u, key, n->replication, SHOT, draw, n->raid->ordinal[j], p->units_hash[unit]);
    int first = intercept < t->dead_ms || (intercept == t->dead_ms && unit < t->by);
    if (u[0] < kill && intercept <= t->end_ms && first) t->dead_ms = intercept, t->by = unit;
    return intercept;
}

static void decide(struct night *n, int64_t unit, int64_t now) {
    const struct plan *p = n->plan;
    struct unit *f = n->units + unit;
    if (f->busy >= p->units_channels[unit] || f->reloading || f->next_launch_ms > now) return;
    int64_t item = choose(n, unit, now);
    if (item < 0) return;
    int64_t counter = first_of_unit(n, item);
    for (int64_t c = counter; c < item; c++) /* the most preferred round that fits */
        if (n->items[c].open && intercept_ms(n, c, now) <= n->items[c].out_ms && can_engage(n, c)) item = c;
    int64_t j = n->items[item].threat, magazine = p->weapons_magazine[weapon_of(n, item)];
    int64_t free_at = shoot(n, item, counter, now) + p->units_assessment_ms[unit];
    int64_t *served_by = n->threats[j].served_by;
    served_by[served_by[0] >= 0] = p->units_node[unit];
    f->busy++;
    push(n, pack(free_at, CHANNEL_FREE, unit, j), 0);
    n->fired[p->magazines_round[magazine]]++;
    if (--n->ready[magazine] == 0 && n->stock[magazine] > 0) {
        f->reloading = 1;
        push(n, pack(now + p->units_reload_ms[unit], RELOADED, unit, 0), magazine);
    }
    f->next_launch_ms = now + p->units_interval_ms[unit];
    if (p->units_interval_ms[unit] > 0)
        push(n, pack(f->next_launch_ms, DECISION, unit, 0), 0);
    else
        request(n, unit);
}

static void free_channel(struct night *n, int64_t unit, int64_t j, int64_t now) {
    const struct plan *p = n->plan;
    struct threat *t = n->threats + j;
    n->units[unit].busy--;
    t->served_by[t->served_by[0] != p->units_node[unit]] = -1;
    request(n, unit);
    if (is_over(t, now)) return;
    int64_t n_windows = p->routes_window_start[t->variant + 1] - p->routes_window_start[t->variant];
    for (int64_t item = t->item_start; item < t->item_start + n_windows; item++)
        if (n->items[item].open) request(n, unit_of(n, item));
}

static void reload(struct night *n, int64_t unit, int64_t magazine) {
    int64_t most = n->plan->magazines_ready_max[magazine], stock = n->stock[magazine];
    n->ready[magazine] = most < stock ? most : stock;
    n->stock[magazine] -= n->ready[magazine];
    n->units[unit].reloading = 0;
    request(n, unit);
}

static void open_window(struct night *n, int64_t unit, int64_t item) {
    n->items[item].open = 1;
    n->items[item].next = n->units[unit].open;
    n->units[unit].open = item;
    request(n, unit);
}

/* --- area defence --- */

static int meet(struct night *n, int64_t item, int64_t now) {
    const struct plan *p = n->plan;
    struct item *i = n->items + item;
    struct threat *t = n->threats + i->threat;
    int64_t a = p->passes_area[i->ref], teams = p->areas_teams[a];
    struct area *area = n->areas + a;
    if (is_over(t, now)) return 0;
    while (area->busy > 0 && n->team_free_ms[area->start + area->head] <= now) {
        area->head = (area->head + 1) % teams;
        area->busy--;
    }
    if (i->accept * teams < teams - area->busy) {
        n->meetings[a]++;
        n->team_free_ms[area->start + (area->head + area->busy++) % teams] = now + p->areas_hold_ms[a];
        if (i->kill < n->area_p_kill[a][p->groups_weapon_class[n->raid->group[i->threat]]]) {
            t->dead_ms = now;
            t->by = p->n_units_channels + a;
            return 0;
        }
    }
    if (++i->shots >= MOST_MEETINGS) return 2;
    schedule_meeting(n, item);
    return 0;
}

/* --- a night --- */

static void reset(struct night *n) {
    const struct plan *p = n->plan;
    memset(n->units, 0, p->n_units_channels * sizeof *n->units);
    for (int64_t k = 0; k < p->n_units_channels; k++) n->units[k].open = -1;
    memcpy(n->ready, p->magazines_ready, p->n_magazines_ready * sizeof *n->ready);
    memcpy(n->stock, p->magazines_stock, p->n_magazines_ready * sizeof *n->stock);
    for (int64_t a = 0; a < p->n_areas_teams; a++) n->areas[a].head = n->areas[a].busy = 0;
    memset(n->bucket, -1, n->n_buckets * sizeof *n->bucket);
    n->next_bucket = n->n_heap = n->n_pending = 0;
    n->at_hand = -1;
}

static int step(struct night *n, int64_t *now) {
    int64_t item = calendar_head(n), from_calendar = item >= 0 ? n->items[item].key : NEVER;
    int64_t from_heap = n->n_heap > 0 ? n->heap[0].key : NEVER, place = first_pending(n), ref = item;
    int64_t key = from_calendar < from_heap ? from_calendar : from_heap;
    if (place >= 0 && pack(*now, DECISION, n->pending[place], 0) < key) {
        int64_t unit = n->pending[place];
        n->pending[place] = n->pending[--n->n_pending];
        n->units[unit].is_pending = 0;
        decide(n, unit, *now);
        return 0;
    }
    *now = key == NEVER ? NEVER : key >> 33;
    if (key == NEVER) return 0;
    if (from_calendar <= from_heap)
        n->at_hand = n->items[item].next;
    else
        ref = pop(n);
    int64_t kind = key >> 30 & 7, unit = key >> 18 & 4095;
    if (kind == CHANNEL_FREE)
        free_channel(n, unit, key & 262143, *now);
    else if (kind == RELOADED)
        reload(n, unit, ref);
    else if (kind == DECISION)
        request(n, unit);
    else if (unit < n->plan->n_units_channels)
        open_window(n, unit, ref);
    else
        return meet(n, ref, *now);
    return 0;
}

static void settle(struct night *n, const struct out *out, int64_t row) {
    int64_t n_threats = n->raid->n_group;
    for (int64_t j = 0; j < n_threats; j++) {
        const struct threat *t = n->threats + j;
        int dead = t->dead_ms <= t->end_ms;
        int64_t outcome = dead ? SHOT_DOWN : t->end_outcome, at = row * n_threats + j;
        out->outcome[at] = outcome;
        out->end_ms[at] = dead ? t->dead_ms : t->end_ms;
        out->s_end_m[at] = dead ? (t->dead_ms - t->launch_ms) * t->speed_m_ms : t->end_s_m;
        out->by[at] = t->by;
        out->variant[at] = t->variant;
        out->launch_ms[at] = t->launch_ms;
        int64_t weapon_class = n->plan->groups_weapon_class[n->raid->group[j]];
        out->counts[(row * N_CLASSES + weapon_class) * N_OUTCOMES + outcome]++;
    }
}

/* Fly replications first .. first + count - 1 into rows 0 .. of `out`. */
void fly(struct night *n, const struct out *out, int64_t first, int64_t count) {
    const struct plan *p = n->plan;
    int64_t n_rounds = out->n_fired > 0 ? out->width_fired : 0, n_areas = p->n_areas_teams;
    memset(out->counts, 0, count * N_CLASSES * N_OUTCOMES * sizeof *out->counts);
    memset(out->fired, 0, count * n_rounds * sizeof *out->fired);
    memset(out->meetings, 0, count * n_areas * sizeof *out->meetings);
    for (int64_t row = 0; row < count; row++) {
        int64_t now = 0, item = 0, events = 0;
        int code = 0;
        n->replication = first + row;
        n->fired = out->fired + row * n_rounds;
        n->meetings = out->meetings + row * n_areas;
        reset(n);
        draw_night(n);
        for (int64_t j = 0; j < n->raid->n_group; j++) {
            draw_flight(n, n->threats + j, n->raid->group[j], n->raid->ordinal[j]);
            draw_end(n, n->threats + j, n->raid->group[j], n->raid->ordinal[j]);
            item = schedule_items(n, j, item);
        }
        for (; now < NEVER && code == 0; events++) code = step(n, &now);
        settle(n, out, row);
        out->events[row] = events - 1;
        out->code[row] = code;
    }
}

/* Working memory, made once; sizes = items, buckets, shift, heap. It is never given back. */
struct night *make(const struct plan *plan, const struct raid *raid, const int64_t sizes[4]) {
    struct night *n = calloc(1, sizeof *n);
    int64_t n_teams = 0;
    n->plan = plan;
    n->raid = raid;
    n->n_buckets = sizes[1];
    n->shift = sizes[2];
    n->threats = calloc(raid->n_group + 1, sizeof *n->threats);
    n->items = calloc(sizes[0] + 1, sizeof *n->items);
    n->units = calloc(plan->n_units_channels + 1, sizeof *n->units);
    n->areas = calloc(plan->n_areas_teams + 1, sizeof *n->areas);
    n->area_p_kill = calloc(plan->n_areas_teams + 1, sizeof *n->area_p_kill);
    n->heap = calloc(sizes[3], sizeof *n->heap);
    n->bucket = calloc(sizes[1], sizeof *n->bucket);
    n->pending = calloc(plan->n_units_channels + 1, sizeof *n->pending);
    n->ready = calloc(plan->n_magazines_ready + 1, sizeof *n->ready);
    n->stock = calloc(plan->n_magazines_ready + 1, sizeof *n->stock);
    for (int64_t a = 0; a < plan->n_areas_teams; n_teams += plan->areas_teams[a++]) n->areas[a].start = n_teams;
    n->team_free_ms = calloc(n_teams + 1, sizeof *n->team_free_ms);
    return n;
}
