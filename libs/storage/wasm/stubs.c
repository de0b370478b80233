/* What libarchive mentions and reading through callbacks never calls. */
#include <errno.h>
#include <sys/types.h>
struct archive; struct archive_read_filter;
int __archive_create_child(const char *c, int *i, int *o, void **h) { (void)c;(void)i;(void)o;(void)h; errno = ENOSYS; return -1; }
void __archive_check_child(int in, int out) { (void)in;(void)out; }
void bz_internal_error(int code) { (void)code; __builtin_trap(); }
