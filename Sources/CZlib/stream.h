/// What zlib's functions for streams share with their caller: the fields of `z_stream` in its manual, which its ABI has
/// kept since version 1.2. Declared here because the library is loaded at run time and its headers are not needed.
struct zlib_stream {
  const unsigned char *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *msg;
  void *state;
  void *zalloc;
  void *zfree;
  void *opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
};
