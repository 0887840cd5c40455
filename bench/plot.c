#include "plot.h"

enum { LEFT = 225, TOP = 54, SCALE = 190, BAR = 9, GAP = 12, MOST = 250, WIDTH = LEFT + SCALE * MOST / 100 + 60 };

static const char *const colours[SIDES] = {"#1f6feb", "#444444", "#b0b0b0", "#d9a441", "#8a6fbf"};
static const char *const titles[SIDES] = {"schemagen", "expert", "average libpq", "ecpg", "libpqxx"};

static double x_of(double ratio)
{
    double most = MOST / 100.0;
    return LEFT + SCALE * (ratio > most ? most : ratio);
}

static int bars_of(const Summary *summary)
{
    int count = 0;
    for (int side = 0; side < SIDES; side++) count += side != EXPERT && summary->speed[side] > 0;
    return count;
}

static void draw_legend(FILE *out)
{
    int x = LEFT;
    for (int side = 0; side < SIDES; side++) {
        if (side == EXPERT) continue;
        fprintf(out,
                "<rect x=\"%d\" y=\"30\" width=\"10\" height=\"10\" fill=\"%s\"/>"
                "<text x=\"%d\" y=\"39\">%s</text>\n",
                x, colours[side], x + 14, titles[side]);
        x += 112;
    }
}

static void draw_axis(FILE *out, int bottom)
{
    for (int tenths = 0; tenths <= MOST / 10; tenths += 5) {
        double x = x_of(tenths / 10.0);
        bool is_expert = tenths == 10;
        fprintf(out, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"%s/>\n", x, TOP - 6, x, bottom,
                is_expert ? "#444444" : "#dddddd", is_expert ? " stroke-width=\"1.5\"" : "");
        fprintf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>\n", x, bottom + 14, tenths / 10.0);
    }
}

/* Returns where the next group begins. */
static int draw_group(FILE *out, const Summary *summary, int y)
{
    int height = bars_of(summary) * BAR;
    fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s  %s</text>\n", LEFT - 8, y + height / 2 + 4,
            summary->workload->name, summary->workload->what);
    for (int side = 0; side < SIDES; side++) {
        double ratio = summary->speed[side];
        if (side == EXPERT || ratio <= 0) continue;
        fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n", LEFT, y,
                x_of(ratio) - LEFT, BAR - 1, colours[side]);
        if (side == OURS) fprintf(out, "<text x=\"%.1f\" y=\"%d\">%.2f</text>\n", x_of(ratio) + 4, y + BAR - 1, ratio);
        y += BAR;
    }
    return y + GAP;
}

void plot_draw(FILE *out, const Summary *summaries, int count)
{
    int bottom = TOP;
    for (int i = 0; i < count; i++) bottom += bars_of(&summaries[i]) * BAR + GAP;
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
            " font-size=\"11\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
            "<text x=\"%d\" y=\"18\" font-size=\"13\">Operations per second, as a share of hand-written libpq "
            "(1.0)</text>\n",
            WIDTH, bottom + 26, LEFT);
    draw_legend(out);
    draw_axis(out, bottom);
    int y = TOP;
    for (int i = 0; i < count; i++) y = draw_group(out, &summaries[i], y);
    fputs("</svg>\n", out);
}
