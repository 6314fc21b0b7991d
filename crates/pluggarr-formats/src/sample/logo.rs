//! Logos drawn on the spot: a channel's initials on its group's colour.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};

use super::{Channel, glyphs};

const SIZE: usize = 192;
const CORNER: usize = 32;
/// Shades from the top of the ground to its foot.
const SHADES: usize = 16;
/// Palette: 0 is transparent, 1 white, the shades follow.
const WHITE: u8 = 1;
const FIRST_SHADE: u8 = 2;

/// The logo of a channel as a PNG of 192 by 192 dots.
pub fn logo_png(channel: &Channel) -> Vec<u8> {
    let initials = initials(&channel.name);
    let mut rows = Vec::with_capacity((SIZE + 1) * SIZE);
    for y in 0..SIZE {
        rows.push(0); // This row is not filtered.
        rows.extend((0..SIZE).map(|x| colour_at(&initials, x, y)));
    }
    png(&palette(channel.group.colour), &rows)
}

/// The first letters of the first two words, and a digit that ends the name.
fn initials(name: &str) -> Vec<char> {
    let mut initials: Vec<char> =
        name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
    initials.extend(name.chars().next_back().filter(char::is_ascii_digit));
    initials.iter_mut().for_each(|initial| initial.make_ascii_uppercase());
    initials
}

fn colour_at(initials: &[char], x: usize, y: usize) -> u8 {
    if is_outside_corner(x, y) {
        0
    } else if is_in_text(initials, x, y) {
        WHITE
    } else {
        FIRST_SHADE + (y * SHADES / SIZE) as u8
    }
}

fn is_outside_corner(x: usize, y: usize) -> bool {
    // How far into a corner's square; 0 between the corners.
    let into = |at: usize| CORNER.saturating_sub(at.min(SIZE - 1 - at));
    into(x).pow(2) + into(y).pow(2) > CORNER.pow(2)
}

fn is_in_text(initials: &[char], x: usize, y: usize) -> bool {
    let columns = initials.len() * (glyphs::WIDTH + 1) - 1;
    let dot = (SIZE * 3 / 4) / columns.max(glyphs::HEIGHT);
    let (left, top) = ((SIZE - columns * dot) / 2, (SIZE - glyphs::HEIGHT * dot) / 2);
    if x < left || y < top {
        return false;
    }
    let (column, row) = ((x - left) / dot, (y - top) / dot);
    let within = column % (glyphs::WIDTH + 1);
    row < glyphs::HEIGHT
        && within < glyphs::WIDTH
        && initials
            .get(column / (glyphs::WIDTH + 1))
            .is_some_and(|c| glyphs::is_set(*c, within, row))
}

fn palette(colour: [u8; 3]) -> Vec<u8> {
    let mut palette = vec![0, 0, 0, 255, 255, 255];
    for shade in 0..SHADES {
        // From 115 to 85 hundredths of the colour.
        let percent = 115 - shade * 30 / (SHADES - 1);
        palette.extend(colour.map(|part| (usize::from(part) * percent / 100).min(255) as u8));
    }
    palette
}

fn png(palette: &[u8], rows: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = (SIZE as u32).to_be_bytes();
    // 8 bits a dot, colours from a palette, no interlacing.
    chunk(&mut file, b"IHDR", &[&size[..], &size[..], &[8, 3, 0, 0, 0]].concat());
    chunk(&mut file, b"PLTE", palette);
    chunk(&mut file, b"tRNS", &[0]);
    chunk(&mut file, b"IDAT", &deflated(rows));
    chunk(&mut file, b"IEND", &[]);
    file
}

fn deflated(rows: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to a Vec cannot fail.
    let _ = encoder.write_all(rows);
    encoder.finish().unwrap_or_default()
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    file.extend((content.len() as u32).to_be_bytes());
    file.extend(kind);
    file.extend(content);
    file.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::sample::channels;

    #[test]
    fn initials_are_of_the_first_two_words_and_the_number() {
        assert_eq!(initials("Fennholt Sport 1"), ['F', 'S', '1']);
        assert_eq!(initials("Ashgrove Bay News"), ['A', 'B']);
    }

    #[test]
    fn the_picture_has_a_ground_letters_and_round_corners() {
        let channels = channels(1);
        let file = logo_png(&channels[0]);
        assert!(file.starts_with(b"\x89PNG\r\n\x1a\n") && file.len() < 4096);
        let data = file.windows(4).position(|w| w == b"IDAT").unwrap() + 4;
        let mut rows = Vec::new();
        flate2::read::ZlibDecoder::new(&file[data..]).read_to_end(&mut rows).unwrap();
        assert_eq!(rows.len(), (SIZE + 1) * SIZE);
        let dot = |x: usize, y: usize| rows[y * (SIZE + 1) + 1 + x];
        assert_eq!((dot(0, 0), dot(SIZE - 1, SIZE - 1)), (0, 0));
        assert_eq!((dot(SIZE / 2, 2), dot(SIZE / 2, SIZE - 2)), (FIRST_SHADE, FIRST_SHADE + 15));
        assert!(rows.iter().filter(|dot| **dot == WHITE).count() > 1000);
        assert_ne!(file, logo_png(&channels[1]));
    }
}
