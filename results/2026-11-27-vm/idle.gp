# idle.gp - made by echo-bench plot. gnuplot -c idle.gp light|dark svg|png FOLDER
set encoding utf8
dark = ARGC > 0 && ARG1 eq 'dark'
png = ARGC > 1 && ARG2 eq 'png'
folder = ARGC > 2 ? ARG3 : '.'
paper = dark ? '#14171c' : '#fdfdfb'
ink = dark ? '#e8eaee' : '#1b1f26'
soft = dark ? '#a2abb8' : '#5c6470'
rule = dark ? '#2c333d' : '#e2e2da'
if (png) {
    set terminal pngcairo noenhanced size 1560,900 font 'sans,22' linewidth 2 background rgb paper
} else {
    set terminal svg noenhanced size 780,450 dynamic font 'sans-serif,13' background rgb paper
}
data = folder . '/idle.dat'
set output folder . '/idle' . (dark ? '-dark' : '') . (png ? '.png' : '.svg')
set lmargin at screen 0.115
set rmargin at screen 0.86
set tmargin at screen 0.83
set bmargin at screen 0.15
unset key
set border 0
set tics scale 0 textcolor rgb soft
set grid linecolor rgb rule linewidth 1 linetype 1
set bars small
set label 'What do sleeping clients cost those who work?' at screen 0.02,0.945 left textcolor rgb ink font ','.(png ? 30 : 17).''
set label 'CPU us/request' at screen 0.02,0.885 left textcolor rgb soft
color0 = dark ? '#e8eef8' : '#313546' # iterative
color1 = dark ? '#f25727' : '#9c1b01' # forking
color2 = dark ? '#dcb126' : '#996200' # threaded
color3 = dark ? '#de4ec3' : '#b1199a' # select
color4 = dark ? '#51acfb' : '#1241cd' # poll
color5 = dark ? '#4be8c0' : '#067d5b' # epoll
color6 = dark ? '#a767ff' : '#6e00a9' # libuv
set yrange [0:158.784]
set format y '%.12g'
set logscale x
set xrange [250:10000]
set xtics ('0' 250, '1,000' 1000, '3,000' 3000, '10,000' 10000)
set xlabel 'idle connections beside 16 active ones' textcolor rgb soft
set label 'libuv' at graph 1.015,0.0395 left textcolor rgb color6
set label 'epoll' at graph 1.015,0.0995 left textcolor rgb color5
set label 'threaded' at graph 1.015,0.1595 left textcolor rgb color2
set label 'forking' at graph 1.015,0.2195 left textcolor rgb color1
set label 'select' at graph 1.015,0.2795 left textcolor rgb color3
set label 'poll' at graph 1.015,0.7180 left textcolor rgb color4
plot \
    data index 0 using 1:3:4 with filledcurves fillcolor rgb color0 fillstyle transparent solid 0.15 noborder, \
    data index 0 using 1:2 with linespoints linecolor rgb color0 linewidth 2 pointtype 1 pointsize 0.8, \
    data index 1 using 1:3:4 with filledcurves fillcolor rgb color1 fillstyle transparent solid 0.15 noborder, \
    data index 1 using 1:2 with linespoints linecolor rgb color1 linewidth 2 pointtype 9 pointsize 0.8, \
    data index 2 using 1:3:4 with filledcurves fillcolor rgb color2 fillstyle transparent solid 0.15 noborder, \
    data index 2 using 1:2 with linespoints linecolor rgb color2 linewidth 2 pointtype 5 pointsize 0.8, \
    data index 3 using 1:3:4 with filledcurves fillcolor rgb color3 fillstyle transparent solid 0.15 noborder, \
    data index 3 using 1:2 with linespoints linecolor rgb color3 linewidth 2 pointtype 13 pointsize 0.8, \
    data index 4 using 1:3:4 with filledcurves fillcolor rgb color4 fillstyle transparent solid 0.15 noborder, \
    data index 4 using 1:2 with linespoints linecolor rgb color4 linewidth 2 pointtype 11 pointsize 0.8, \
    data index 5 using 1:3:4 with filledcurves fillcolor rgb color5 fillstyle transparent solid 0.15 noborder, \
    data index 5 using 1:2 with linespoints linecolor rgb color5 linewidth 2 pointtype 7 pointsize 0.8, \
    data index 6 using 1:3:4 with filledcurves fillcolor rgb color6 fillstyle transparent solid 0.15 noborder, \
    data index 6 using 1:2 with linespoints linecolor rgb color6 linewidth 2 pointtype 3 pointsize 0.8
