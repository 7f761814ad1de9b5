// Swift's library calls this function of GCC 11's C++ library, which an older one lacks, where a hash table would
// need more memory than there are addresses.
extern "C" [[noreturn]] void abort();
namespace std {
[[noreturn]] void __throw_bad_array_new_length() { abort(); }
}
