/* A week of a war in plain C: what one core can do with arrays of [cell, faction], without hand-written SIMD.
 *
 * It is comparable with a week of the model, and poorer in rules: supply by four relaxations, threat and fronts,
 * movement, losses of Lanchester's kind, three air forces, raids, control, refugees and support; 8 factions, 16 draws a
 * cell and week (Philox4x32-10, as in sim/chance.py), a decision of every faction every fourth week. It shares no data
 * with the model and says nothing about Syria.
 *
 *     reference_week GROUND RUNS WEEKS     GROUND: a file written by benchmarks/hexes.py
 *
 * prints the cells of each faction at the end of the first run, its losses, and the CPU microseconds per week.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FACTIONS = 8, SLOTS = 6, DRAWS = 16, RAIDER = 4, FLIERS = 3, SWEEPS = 4, MONTH = 4, SEED = 1, FIRST_RUN = 5 };
#define EACH(f) for (int f = 0; f < FACTIONS; f++)
#define LINE _Alignas(64)

static const double QUALITY[FACTIONS] = {1.0, 1.6, 1.2, 1.3, 1.2, 0.9, 1.1, 1.7};
static const double RECRUITS[FACTIONS] = {.50, .15, .30, .40, .35, .35, .30, .15};
static const double MARCH[2] = {.15, .35}, MARCH_AT_FRONT[2] = {.10, .60}, REACH[2] = {.4, 1.0};
static const double SORTIES[FLIERS] = {4, 6, 2};
static const int FLIER[FLIERS] = {1, 3, 7};

/* The ground: read once, never written. Row `cells` of every table stands for a missing neighbour and holds zeros. */
static int cells;
static int32_t *neighbour, *next_hop, *home, *first_holder;
static double *terrain, *road, *value, *base, *depot, *first_force, *first_support, *first_people, *first_works;
static LINE double hostile_to[FACTIONS][FACTIONS], passes[FACTIONS][FACTIONS];

/* The state of one war, and scratch. Tables are [cell, faction] unless said otherwise. */
static double *force, *supply, *spare_supply, *hostile, *near_hostile, *support, *leaving, *arriving, *power, *loss;
static double *people, *works, *fleeing, *safe, *share; /* [cell] */
static double *draws;                                   /* [cell, draw] */
static int32_t *holder, *destination;
static uint8_t *at_front;
static int posture[FACTIONS], target[FACTIONS], held[FACTIONS];
static double recruits[FACTIONS], dead[FACTIONS], abroad;

static void *room(size_t count, size_t size) {
    size_t bytes = (count * size + 63) / 64 * 64;
    void *block = aligned_alloc(64, bytes);
    if (block == NULL) exit(4);
    return memset(block, 0, bytes);
}

static void *numbers(FILE *file, size_t count, size_t size) {
    void *block = room(count, size);
    if (fread(block, size, count, file) != count) exit(3);
    return block;
}

/* For every target, the neighbour to go to from each cell: breadth first, the first slot wins. */
static void find_hops(void) {
    int32_t *distance = room(cells, sizeof *distance), *queue = room(cells, sizeof *queue);
    next_hop = room((size_t)cells * cells, sizeof *next_hop);
    for (int to = 0; to < cells; to++) {
        for (int c = 0; c < cells; c++) distance[c] = INT32_MAX;
        int found = 1;
        distance[queue[0] = to] = 0;
        for (int done = 0; done < found; done++)
            for (int j = 0; j < SLOTS; j++) {
                int n = neighbour[queue[done] * SLOTS + j];
                if (n < cells && distance[n] == INT32_MAX) {
                    distance[n] = distance[queue[done]] + 1;
                    queue[found++] = n;
                }
            }
        for (int c = 0; c < cells; c++) {
            int best = c;
            for (int j = 0; j < SLOTS; j++) {
                int n = neighbour[c * SLOTS + j];
                if (n < cells && distance[n] < distance[best]) best = n;
            }
            next_hop[(size_t)to * cells + c] = best;
        }
    }
    free(distance);
    free(queue);
}

static void read_ground(const char *path) {
    FILE *file = fopen(path, "rb");
    int32_t count;
    if (file == NULL || fread(&count, sizeof count, 1, file) != 1) exit(3);
    cells = count;
    size_t rows = (size_t)cells + 1;
    neighbour = numbers(file, (size_t)cells * SLOTS, sizeof(int32_t));
    home = numbers(file, FACTIONS, sizeof(int32_t));
    first_holder = numbers(file, cells, sizeof(int32_t));
    double **per_cell[] = {&terrain, &road, &value};
    for (int i = 0; i < 3; i++) *per_cell[i] = numbers(file, cells, sizeof(double));
    double **per_faction[] = {&base, &depot, &first_force, &first_support};
    for (int i = 0; i < 4; i++) *per_faction[i] = numbers(file, rows * FACTIONS, sizeof(double));
    first_people = numbers(file, rows, sizeof(double));
    first_works = numbers(file, rows, sizeof(double));
    if (fread(hostile_to, sizeof hostile_to, 1, file) != 1) exit(3);
    EACH(f) EACH(g) passes[f][g] = hostile_to[f][g] > 0 ? 0.35 : 1;
    fclose(file);
    find_hops();
}

static void make_room(void) {
    size_t rows = (size_t)cells + 1;
    double **tables[] = {&force,   &supply,  &spare_supply, &hostile, &near_hostile,
                         &support, &leaving, &arriving,     &power,   &loss};
    double **columns[] = {&people, &works, &fleeing, &safe, &share};
    for (int i = 0; i < 10; i++) *tables[i] = room(rows * FACTIONS, sizeof(double));
    for (int i = 0; i < 5; i++) *columns[i] = room(rows, sizeof(double));
    draws = room((size_t)cells * DRAWS + 1024, sizeof(double));
    holder = room(cells, sizeof *holder);
    destination = room(rows * FACTIONS, sizeof *destination);
    at_front = room(rows * FACTIONS, sizeof *at_front);
}

static void begin(void) {
    size_t rows = (size_t)cells + 1, table = rows * FACTIONS * sizeof(double);
    memcpy(force, first_force, table);
    memcpy(support, first_support, table);
    memcpy(supply, base, table);
    memcpy(people, first_people, rows * sizeof(double));
    memcpy(works, first_works, rows * sizeof(double));
    memcpy(holder, first_holder, cells * sizeof *holder);
    memset(hostile, 0, table);
    memset(near_hostile, 0, table);
    memset(at_front, 0, rows * FACTIONS);
    abroad = 0;
    EACH(f) { posture[f] = 0, target[f] = home[f], recruits[f] = RECRUITS[f], dead[f] = 0; }
}

/* Four Philox blocks of four draws for each cell; a chunk at a time, so that the compiler can vectorise. */
static void draw(uint32_t run, uint32_t week) {
    enum { CHUNK = 64, ROUNDS = 10 };
    const double unit = 1.0 / 4294967296.0;
    int blocks = cells * DRAWS / 4;
    for (int first = 0; first < blocks; first += CHUNK) {
        uint64_t x0[CHUNK], x1[CHUNK], x2[CHUNK], x3[CHUNK];
        uint32_t key0 = SEED, key1 = run;
        for (int i = 0; i < CHUNK; i++)
            x0[i] = (uint32_t)(first + i) >> 2, x1[i] = (first + i) & 3, x2[i] = week, x3[i] = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < CHUNK; i++) {
                uint64_t p0 = (uint64_t)0xD2511F53u * (uint32_t)x0[i], p1 = (uint64_t)0xCD9E8D57u * (uint32_t)x2[i];
                x0[i] = (p1 >> 32) ^ x1[i] ^ key0, x1[i] = (uint32_t)p1;
                x2[i] = (p0 >> 32) ^ x3[i] ^ key1, x3[i] = (uint32_t)p0;
            }
            key0 += 0x9E3779B9u, key1 += 0xBB67AE85u;
        }
        for (int i = 0; i < (blocks - first < CHUNK ? blocks - first : CHUNK); i++) {
            double *u = draws + (size_t)(first + i) * 4;
            u[0] = ((double)x0[i] + .5) * unit, u[1] = ((double)x1[i] + .5) * unit;
            u[2] = ((double)x2[i] + .5) * unit, u[3] = ((double)x3[i] + .5) * unit;
        }
    }
}

/* Attack if stronger than the enemy at the front, towards the most valuable place in reach. */
static void decide(void) {
    double own[FACTIONS] = {0}, enemy[FACTIONS] = {0}, most[FACTIONS] = {0};
    int best[FACTIONS] = {0};
    for (int c = 0; c < cells; c++) EACH(f) {
        size_t i = (size_t)c * FACTIONS + f;
        if (at_front[i]) own[f] += force[i], enemy[f] += hostile[i] + near_hostile[i] / 6;
        if (hostile_to[f][holder[c]] > 0 && supply[i] > 0.1) {
            double worth = supply[i] * value[c] / (1 + hostile[i]);
            if (worth > most[f]) most[f] = worth, best[f] = c;
        }
    }
    EACH(f) {
        posture[f] = own[f] > 0.9 * enemy[f];
        target[f] = most[f] > 0 ? best[f] : home[f];
        recruits[f] = RECRUITS[f] * (posture[f] ? 1 : 1.5);
    }
}

static void spread_supply(void) {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        const double *restrict old = supply;
        double *restrict new = spare_supply;
        for (int c = 0; c < cells; c++) {
            double most[FACTIONS] = {0};
            for (int j = 0; j < SLOTS; j++) {
                const double *there = old + (size_t)neighbour[c * SLOTS + j] * FACTIONS;
                EACH(f) most[f] = there[f] > most[f] ? there[f] : most[f];
            }
            const double *pass = passes[holder[c]], *own = base + (size_t)c * FACTIONS;
            EACH(f) {
                double come = most[f] * (pass[f] * road[c]);
                new[(size_t)c * FACTIONS + f] = come > own[f] ? come : own[f];
            }
        }
        double *swap = supply;
        supply = spare_supply, spare_supply = swap;
    }
}

static void see_threats(void) {
    double *restrict here = hostile, *restrict around = near_hostile;
    for (int c = 0; c < cells; c++) {
        const double *men = force + (size_t)c * FACTIONS;
        double sum[FACTIONS] = {0};
        EACH(g) EACH(f) sum[f] += men[g] * hostile_to[g][f];
        memcpy(here + (size_t)c * FACTIONS, sum, sizeof sum);
    }
    for (int c = 0; c < cells; c++) {
        double sum[FACTIONS] = {0};
        for (int j = 0; j < SLOTS; j++) {
            const double *there = here + (size_t)neighbour[c * SLOTS + j] * FACTIONS;
            EACH(f) sum[f] += there[f];
        }
        EACH(f) {
            size_t i = (size_t)c * FACTIONS + f;
            around[i] = sum[f];
            at_front[i] = (force[i] > 0.01) & (here[i] + sum[f] > 0.05);
        }
    }
}

/* Men at a front go on towards their target; others go to the hottest neighbour, or towards the target. */
static void march(void) {
    double *restrict out = leaving, *restrict in = arriving;
    memset(in, 0, ((size_t)cells + 1) * FACTIONS * sizeof(double));
    for (int c = 0; c < cells; c++) {
        size_t row = (size_t)c * FACTIONS;
        double most[FACTIONS];
        int32_t to[FACTIONS];
        EACH(f) { most[f] = -1, to[f] = 0; }
        for (int j = 0; j < SLOTS; j++) {
            int n = neighbour[c * SLOTS + j];
            if (n >= cells) continue;
            const double *threat = near_hostile + (size_t)n * FACTIONS;
            EACH(f) {
                int hotter = threat[f] > most[f];
                most[f] = hotter ? threat[f] : most[f];
                to[f] = hotter ? n : to[f];
            }
        }
        EACH(f) {
            int front = at_front[row + f];
            double rate = front ? MARCH_AT_FRONT[posture[f]] : MARCH[posture[f]];
            out[row + f] = force[row + f] * rate * supply[row + f];
            destination[row + f] = !front && most[f] > 0 ? to[f] : next_hop[(size_t)target[f] * cells + c];
        }
        EACH(f) in[(size_t)destination[row + f] * FACTIONS + f] += out[row + f];
    }
    for (int c = 0; c < cells; c++) EACH(f) {
        size_t i = (size_t)c * FACTIONS + f;
        force[i] = force[i] - out[i] + in[i] + recruits[f] * depot[i] * supply[i];
        power[i] = force[i] * (0.3 + 0.7 * supply[i]) * QUALITY[f];
    }
}

/* Losses of every fight, and the targets `weight` that each air force finds. */
static void fight(double weight[FLIERS]) {
    double reach[FACTIONS];
    EACH(f) reach[f] = 0.1 * REACH[posture[f]];
    for (int c = 0; c < cells; c++) {
        size_t row = (size_t)c * FACTIONS;
        const double *u = draws + (size_t)c * DRAWS;
        double strength[FACTIONS] = {0}, fire[FACTIONS] = {0}, foes[FACTIONS] = {0}, all = 0;
        EACH(f) all += force[row + f];
        for (int j = 0; j < SLOTS; j++) {
            const double *there = power + (size_t)neighbour[c * SLOTS + j] * FACTIONS;
            EACH(f) strength[f] += there[f];
        }
        EACH(f) strength[f] = power[row + f] + strength[f] * reach[f];
        EACH(g) EACH(f) {
            fire[f] += strength[g] * hostile_to[g][f];
            foes[f] += force[row + g] * hostile_to[g][f];
        }
        EACH(f) {
            double men = force[row + f], most = 0.5 * men;
            double killed = 0.12 * fire[f] * sqrt(men / (all + 1e-9)) * (0.5 + u[f]) / terrain[c];
            hostile[row + f] = foes[f];
            loss[row + f] = killed < most ? killed : most;
        }
        for (int k = 0; k < FLIERS; k++)
            if (foes[FLIER[k]] > 0.05 && near_hostile[row + FLIER[k]] > 0.05) weight[k] += foes[FLIER[k]];
    }
}

/* What aircraft and raids do in a cell before its losses are booked; returns the raids. */
static double strike(int c, const double weight[FLIERS], double *left) {
    size_t row = (size_t)c * FACTIONS;
    const double *u = draws + (size_t)c * DRAWS;
    for (int k = 0; k < FLIERS; k++) {
        int flier = FLIER[k];
        double foes = hostile[row + flier];
        if (!(foes > 0.05 && near_hostile[row + flier] > 0.05 && u[8 + k] < 0.7)) continue;
        double hit = 0.05 * (SORTIES[k] * foes / (weight[k] + 1e-9)) / (foes > 1e-9 ? foes : 1e-9);
        EACH(f) loss[row + f] += hit * force[row + f] * hostile_to[flier][f];
        *left *= 1 - 0.01 * (hit < 1 ? hit : 1);
    }
    int side = holder[c];
    double rate = 0.05 * support[row + RAIDER] * (people[c] / (people[c] + 20)) / (1 + force[row + side]);
    double chance = exp(-rate), below = chance, raids = 0;
    for (int j = 1; j < 5; j++) {
        raids += u[11] > below;
        chance = chance * rate / j;
        below += chance;
    }
    if (side != RAIDER) loss[row + side] += 0.05 * raids;
    *left *= 1 - 0.005 * raids;
    return raids;
}

/* Book the losses, draw who holds the cell, and say who flees and whom the people favour. */
static void settle(const double weight[FLIERS]) {
    memset(held, 0, sizeof held);
    for (int c = 0; c < cells; c++) {
        size_t row = (size_t)c * FACTIONS;
        const double *u = draws + (size_t)c * DRAWS;
        int side = holder[c], best = 0;
        double left = works[c], all = 0, score[FACTIONS], most = -1;
        double raids = strike(c, weight, &left);
        EACH(f) {
            double killed = loss[row + f] < force[row + f] ? loss[row + f] : force[row + f];
            dead[f] += killed, all += killed, force[row + f] -= killed;
        }
        if (side != RAIDER) force[row + RAIDER] += 0.08 * raids;
        double crowd = sqrt(people[c]);
        EACH(f) score[f] = force[row + f] * supply[row + f] + 0.15 * support[row + f] * crowd * 0.1;
        EACH(f) if (score[f] > most) most = score[f], best = f;
        int flips = best != side && most > 1.3 * score[side] + 0.02 && force[row + best] > 0.05 && u[12] < 0.7;
        fleeing[c] = people[c] * (0.05 * all < 0.08 ? 0.05 * all : 0.08) * (0.5 + u[13]);
        safe[c] = all < 0.02;
        EACH(f) {
            double own = f == side, liked = support[row + f];
            liked += 0.01 * (own - liked) - 0.02 * all * own;
            support[row + f] = liked < 0 ? 0 : liked > 1 ? 1 : liked;
        }
        if (flips) left *= 0.98, holder[c] = best;
        works[c] = left;
        held[holder[c]]++;
    }
}

static void flee(void) {
    for (int c = 0; c < cells; c++) {
        double havens = 0;
        for (int j = 0; j < SLOTS; j++) havens += safe[neighbour[c * SLOTS + j]];
        share[c] = havens > 0 ? fleeing[c] / havens : 0;
        if (!(havens > 0)) abroad += fleeing[c];
    }
    for (int c = 0; c < cells; c++) {
        double come = 0;
        for (int j = 0; j < SLOTS; j++) come += share[neighbour[c * SLOTS + j]];
        people[c] = people[c] - fleeing[c] + safe[c] * come;
    }
}

static void run(int number, int weeks) {
    begin();
    for (int week = 0; week < weeks; week++) {
        double weight[FLIERS] = {0};
        if (week % MONTH == 0) decide();
        draw(FIRST_RUN + number, week);
        spread_supply();
        see_threats();
        march();
        fight(weight);
        settle(weight);
        flee();
    }
}

int main(int count, char **words) {
    if (count != 4) return fprintf(stderr, "usage: reference_week GROUND RUNS WEEKS\n"), 2;
    int runs = atoi(words[2]), weeks = atoi(words[3]);
    read_ground(words[1]);
    make_room();
    clock_t begun = clock();
    for (int number = 0; number < runs; number++) {
        run(number, weeks);
        if (number > 0) continue;
        printf("cells");
        EACH(f) printf(" %d", held[f]);
        printf("\ndead");
        EACH(f) printf(" %.12g", dead[f]);
        printf("\n");
    }
    printf("us %.3f\n", 1e6 * (double)(clock() - begun) / CLOCKS_PER_SEC / runs / weeks);
    return 0;
}
