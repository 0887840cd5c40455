#include "compiler_plot.h"

#include <math.h>

const char *const command_names[COMMANDS] = {"validate", "diff, from empty", "diff, 5 % changed", "generate"};

static const char *const colours[COMMANDS] = {"#b0b0b0", "#1f6feb", "#d9a441", "#8a6fbf"};

/* Decades: 10 to 10,000 models, 0.001 to 10 seconds. */
enum { LEFT = 70, TOP = 40, DECADE_X = 170, DECADE_Y = 70, DECADES_X = 3, DECADES_Y = 4, LEAST_EXPONENT = -3 };
enum { RIGHT = LEFT + DECADE_X * DECADES_X, BOTTOM = TOP + DECADE_Y * DECADES_Y };

static double x_of(double models)
{
    return LEFT + DECADE_X * (log10(models) - 1);
}

static double y_of(double seconds)
{
    double least = pow(10, LEAST_EXPONENT);
    return BOTTOM - DECADE_Y * (log10(seconds < least ? least : seconds) - LEAST_EXPONENT);
}

static void draw_axes(FILE *out)
{
    for (int i = 0; i <= DECADES_X; i++) {
        double models = pow(10, i + 1);
        fprintf(out, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>\n", x_of(models), TOP,
                x_of(models), BOTTOM);
        fprintf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f models</text>\n", x_of(models), BOTTOM + 16,
                models);
    }
    for (int i = 0; i <= DECADES_Y; i++) {
        double seconds = pow(10, i + LEAST_EXPONENT);
        fprintf(out, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>\n", LEFT, y_of(seconds),
                RIGHT, y_of(seconds));
        fprintf(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g s</text>\n", LEFT - 6, y_of(seconds) + 4,
                seconds);
    }
}

static void draw_command(FILE *out, const Size *sizes, int count, int command)
{
    fprintf(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", colours[command]);
    for (int i = 0; i < count; i++)
        fprintf(out, "%.1f,%.1f ", x_of(sizes[i].models), y_of(sizes[i].costs[command].seconds));
    fputs("\"/>\n", out);
    const Size *last = &sizes[count - 1];
    fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>\n", x_of(last->models) + 6,
            y_of(last->costs[command].seconds) + 4, colours[command], command_names[command]);
}

void compiler_plot_draw(FILE *out, const Size *sizes, int count)
{
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
            " font-size=\"11\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
            "<text x=\"%d\" y=\"20\" font-size=\"13\">Time of a whole command, by the size of the schema</text>\n",
            RIGHT + 130, BOTTOM + 30, LEFT);
    draw_axes(out);
    for (int i = 0; i < COMMANDS; i++) draw_command(out, sizes, count, i);
    fputs("</svg>\n", out);
}
