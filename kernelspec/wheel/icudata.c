// ICU's data with nothing in it: the 28 MB of the real one are for languages and encodings that no figure uses. ICU
// then knows UTF-8 and UTF-16 only; libxml2, which needs it to read SVG, knows these by itself.
// DATA is the symbol of this version of ICU. The layout is that of a common data file ("CmnD", format version 1).
#include <stdint.h>

const struct {
  uint16_t headerSize;
  uint8_t magic1, magic2;
  uint16_t infoSize, reserved;
  uint8_t isBigEndian, charset, bytesPerCharacter, reservedByte;
  uint8_t format[4], formatVersion[4], dataVersion[4];
  uint8_t padding[8];
  uint32_t items, none[5];
} DATA = {32, 0xda, 0x27, 20, 0, 0, 0, 2, 0, {'C', 'm', 'n', 'D'}, {1, 0, 0, 0}, {0, 0, 0, 0}, {0}, 0, {0}};
