# churn.gp - made by echo-bench plot. gnuplot -c churn.gp light|dark svg|png FOLDER
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
data = folder . '/churn.dat'
set output folder . '/churn' . (dark ? '-dark' : '') . (png ? '.png' : '.svg')
set lmargin at screen 0.115
set rmargin at screen 0.86
set tmargin at screen 0.83
set bmargin at screen 0.15
unset key
set border 0
set tics scale 0 textcolor rgb soft
set grid linecolor rgb rule linewidth 1 linetype 1
set bars small
set label 'What does a new client cost?' at screen 0.02,0.945 left textcolor rgb ink font ','.(png ? 30 : 17).''
set label 'CPU us/connection' at screen 0.02,0.885 left textcolor rgb soft
color0 = dark ? '#e8eef8' : '#313546' # iterative
color1 = dark ? '#f25727' : '#9c1b01' # forking
color2 = dark ? '#dcb126' : '#996200' # threaded
color3 = dark ? '#de4ec3' : '#b1199a' # select
color4 = dark ? '#51acfb' : '#1241cd' # poll
color5 = dark ? '#4be8c0' : '#067d5b' # epoll
color6 = dark ? '#a767ff' : '#6e00a9' # libuv
set xrange [0:206.376]
set format x '%.12g'
set yrange [0.4:7.6]
unset ytics
set grid noytics xtics
set label 'iterative' at graph -0.012,first 7 right textcolor rgb color0
set label 'forking' at graph -0.012,first 6 right textcolor rgb color1
set label 'threaded' at graph -0.012,first 5 right textcolor rgb color2
set label 'select' at graph -0.012,first 4 right textcolor rgb color3
set label 'poll' at graph -0.012,first 3 right textcolor rgb color4
set label 'epoll' at graph -0.012,first 2 right textcolor rgb color5
set label 'libuv' at graph -0.012,first 1 right textcolor rgb color6
set xlabel 'requests per connection: 1' textcolor rgb soft
set boxwidth 0.6
plot \
    data index 0 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color0 fillstyle solid 0.85 noborder, \
    data index 0 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 0 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink, \
    data index 1 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color1 fillstyle solid 0.85 noborder, \
    data index 1 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 1 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink, \
    data index 2 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color2 fillstyle solid 0.85 noborder, \
    data index 2 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 2 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink, \
    data index 3 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color3 fillstyle solid 0.85 noborder, \
    data index 3 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 3 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink, \
    data index 4 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color4 fillstyle solid 0.85 noborder, \
    data index 4 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 4 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink, \
    data index 5 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color5 fillstyle solid 0.85 noborder, \
    data index 5 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 5 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink, \
    data index 6 using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror fillcolor rgb color6 fillstyle solid 0.85 noborder, \
    data index 6 using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype -1, \
    data index 6 using 4:2:(gprintf('%.4g', $1)) with labels left offset 0.8,0 textcolor rgb ink
