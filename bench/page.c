#include "page.h"

#include "bench.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PAGE = 1 << 20 };

FILE *open_in(const char *folder, const char *name, const char *mode)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, mode);
    if (file == NULL) give_up(path, "cannot be opened");
    return file;
}

Page page_begin(const char *folder, const char *mark)
{
    char begin_line[64], end_line[64];
    snprintf(begin_line, sizeof begin_line, "<!-- %s -->\n", mark);
    snprintf(end_line, sizeof end_line, "<!-- end of %s -->", mark);
    Page page = {.text = calloc(1, MOST_PAGE)};
    FILE *file = open_in(folder, "performance.md", "r");
    if (page.text == NULL || fread(page.text, 1, MOST_PAGE - 1, file) == 0) give_up("performance.md", "cannot be read");
    fclose(file);
    const char *begin = strstr(page.text, begin_line);
    page.rest = strstr(page.text, end_line);
    if (begin == NULL || page.rest == NULL || page.rest < begin)
        give_up("performance.md", "has no place for the figures");
    page.out = open_in(folder, "performance.md", "w");
    fwrite(page.text, 1, (size_t)(begin - page.text) + strlen(begin_line), page.out);
    return page;
}

void page_end(Page *page)
{
    fputs(page->rest, page->out);
    if (fclose(page->out) != 0) give_up("performance.md", "cannot be written");
    free(page->text);
}

/* The processor as the kernel names it, where it does. */
static void read_processor(char *out, size_t size)
{
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "r");
    snprintf(out, size, "unknown processor");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *value = strstr(line, ": ");
        if (strncmp(line, "model name", 10) != 0 || value == NULL) continue;
        value[strcspn(value, "\n")] = '\0';
        snprintf(out, size, "%s", value + 2);
        break;
    }
    if (file != NULL) fclose(file);
}

void page_write_machine(FILE *out)
{
    char processor[256], day[16];
    struct utsname system;
    double load[1] = {0};
    time_t now = time(NULL);
    read_processor(processor, sizeof processor);
    uname(&system);
    getloadavg(load, 1);
    strftime(day, sizeof day, "%Y-%m-%d", gmtime(&now));
    fprintf(out, "Measured on %s: %ld × %s, %s %s, load average %.1f", day, sysconf(_SC_NPROCESSORS_ONLN), processor,
            system.sysname, system.release, load[0]);
}
