#include <malloc.h>
#include <sys/signalfd.h>
